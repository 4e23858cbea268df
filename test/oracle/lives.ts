/** Whole runs of profilers and evaluator over a story, with a trainer who gives the same answers in each. */
import { evaluatorStage } from '../../consumers/evaluator/stage.js';
import { logSnapshots } from '../../consumers/runtime/log-snapshots.js';
import { openPureTask } from '../../consumers/runtime/pure-task.js';
import { makeReference } from '../../consumers/trainer/make-reference.js';
import type { EventLog } from '../../src/log/port.js';
import type { ProfileRecord } from '../../src/records/profile.js';
import type { Reference } from '../../src/policy/reference.js';
import type { RetrainingRecord } from '../../src/records/feed.js';
import { answerTo, inForce, labelled, scorer } from '../unit/evaluator/life.js';
import { BEGIN, DAY, MODEL, PANE, policy, rowsOf, scoreOf, settings } from '../unit/evaluator/world.js';
import { emptyDisks, runCrew, type Crew } from './crew.js';
import { MemoryLog } from './memory-log.js';
import { calm, profilerCrew, rethrow, type Plan } from './profilers.js';
import { DirtyProducer, STORY_PARTITIONS, storyRules, weatherOf, type Unwritten } from './stories.js';

/** A short reference and a small budget: drift is told within days. */
const UNITS = 14;
const quick = settings({
  budgetUnits: 4,
  retraining: { ...policy.retraining, rangeUnits: UNITS, cooldownUnits: 2 },
});
const DRIFT_DAY = UNITS + 4;

/** What the log is given: records up to each change of version, and what the trainer answers to each request. */
export interface Story {
  readonly phases: readonly (readonly Unwritten[])[];
  readonly answers: ReadonlyMap<string, readonly ProfileRecord[]>;
  /** The calm life: what every other one must be equal to. */
  readonly calm: MemoryLog;
}

export interface LifePlan {
  readonly profilers: Plan;
  readonly evaluators: Plan;
}
export const calmLife: LifePlan = { profilers: calm, evaluators: calm };

/** Finds out when versions change in the story of this seed, and lives it once in peace. */
export async function tellStory(seed: number): Promise<Story> {
  const weather = weatherOf(seed, DRIFT_DAY);
  const start = inForce(UNITS);
  const until = start + 12 * DAY;
  const answers = new Map<string, readonly ProfileRecord[]>();
  const write = (changeAt: number): Unwritten[][] => {
    const producer = new DirtyProducer(seed);
    const first = producer.write(BEGIN, start, '0', weather);
    const second = producer.write(start, changeAt, '1', weather);
    const rest = changeAt < until ? producer.write(changeAt, until, '2', weather) : [];
    // What is still owed comes with the end.
    return [
      first,
      second,
      [...rest, ...producer.write(until, until + 2 * DAY, '2', weather), ...producer.end()],
    ];
  };

  const early = await live({ phases: write(until).slice(0, 1), answers }, calmLife);
  const [initial] = requestsIn(early);
  if (!initial) throw new Error(`the story of seed ${seed} asks for no first training`);
  const reference = await referenceFor(early, initial, seed);
  answers.set(initial.id, answerTo(initial, '1', reference));

  const probe = await live({ phases: write(until).slice(0, 2), answers }, calmLife);
  const second = requestsIn(probe)[1];
  const changes = second !== undefined && second.effectiveFrom < until;
  if (changes) answers.set(second.id, answerTo(second, '2', { ...reference, id: 'second', version: '2' }));
  const phases = write(changes ? second.effectiveFrom : until);
  return { phases, answers, calm: await live({ phases, answers }, calmLife) };
}

/** One life: each phase is written, profiled and evaluated, with all that may happen to the members; then requests are answered. */
export async function live({ phases, answers }: Omit<Story, 'calm'>, plan: LifePlan): Promise<MemoryLog> {
  const log = new MemoryLog();
  const profilers = profilerCrew(log, STORY_PARTITIONS, storyRules, plan.profilers.members);
  const evaluators = evaluatorCrew(log, plan.evaluators.members);
  const answered = new Set<string>();
  for (const phase of phases) {
    for (const { appendedAt, ...record } of phase) log.append({ ...record, key: null }, appendedAt);
    await runCrew(profilers, plan.profilers.script, plan.profilers.rest);
    await runCrew(evaluators, plan.evaluators.script, plan.evaluators.rest);
    for (const { id } of requestsIn(log)) {
      if (answered.has(id)) continue;
      answered.add(id);
      for (const record of answers.get(id) ?? [])
        log.append({ topic: 'profiles', key: MODEL, value: Buffer.from(JSON.stringify(record)) }, 0);
    }
  }
  return log;
}

function evaluatorCrew(log: MemoryLog, members: number): Crew {
  const stage = evaluatorStage(quick);
  const snapshots = logSnapshots(log as unknown as EventLog, 'state', 'evaluator');
  return {
    log,
    group: 'evaluator',
    topics: ['profiles'],
    partitions: 1,
    disks: emptyDisks(members),
    open: (task, local) =>
      openPureTask(task, { ...local, snapshots, stage, snapshotEvery: 1000, tickEvery: 0, onError: rethrow }),
  };
}

export function requestsIn(log: MemoryLog): RetrainingRecord[] {
  return log.records('retraining').map(({ value }) => JSON.parse(String(value)) as RetrainingRecord);
}

function referenceFor(log: MemoryLog, request: RetrainingRecord, seed: number): Promise<Reference> {
  const rows = rowsOf({ from: BEGIN, to: request.to, version: '0', rowsADay: 20, seed, segmented: true });
  const training = labelled(rows, request);
  const values = Float32Array.from(training, ({ features }) => scoreOf(features['x']));
  return makeReference(
    log as unknown as EventLog,
    request,
    '1',
    training,
    { width: 1, values },
    scorer,
    0,
    PANE,
  );
}
