import { openPureTask } from '../../consumers/runtime/pure-task.js';
import { profilerStage } from '../../consumers/profiler/stage.js';
import { emptyDisks, runCrew, type Act, type Crew } from './crew.js';
import { foldOutput } from './fold.js';
import { MemoryLog } from './memory-log.js';
import type { Truth } from './oracle.js';
import type { Rules, SourceRecord } from './source.js';

/** A run of the profilers: how many members share the partitions, what happens to them, how the rest is read. */
export interface Plan {
  readonly members: number;
  readonly script: readonly Act[];
  /** Records a batch once the script is over. */
  readonly rest: number;
}

/** The calm run: one member, everything in large batches. */
export const calm: Plan = { members: 1, script: [], rest: 10_000 };

/** Feeds the records to profilers through their only door, a task of a log; returns the log with what they have said. */
export async function runProfilers(
  records: readonly SourceRecord[],
  partitions: number,
  rules: Rules,
  plan: Plan,
): Promise<MemoryLog> {
  const log = new MemoryLog();
  for (const { topic, partition, value, appendedAt } of records)
    log.append({ topic, partition, key: null, value }, appendedAt);
  await runCrew(profilerCrew(log, partitions, rules, plan.members), plan.script, plan.rest);
  return log;
}

/** The members of the profilers' group, who know each other only through the log. */
export function profilerCrew(log: MemoryLog, partitions: number, rules: Rules, members: number): Crew {
  const { fixedTasks, ...settings } = rules;
  const stage = profilerStage({
    ...settings,
    partitions,
    idleAfter: 30_000,
    taskOf: (model) => fixedTasks[model],
  });
  return {
    log,
    group: 'profiler',
    topics: ['predictions', 'outcomes'],
    partitions,
    disks: emptyDisks(members),
    open: (task, local) =>
      openPureTask(task, { ...local, stage, snapshotEvery: 1000, tickEvery: 0, onError: rethrow }),
  };
}

export function rethrow(error: Error): never {
  throw error;
}

export function truthIn(log: MemoryLog): Truth {
  return foldOutput(log.records('profiles'), log.records('dead-letters'));
}
