/**
 * Sets a stage back to the beginning of its input, with nothing but what the protocol has: groups are forgotten, snapshots
 * are taken away, and what would be counted twice is deleted. Nothing of Leeway may run meanwhile. A reset that was cut off
 * is done again from its beginning.
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogAdmin } from '../../log/admin.js';
import type { EventLog, NewRecord, Offset } from '../../log/port.js';
import { groupOf } from '../../topology.js';
import { keepDecisions } from './keep-decisions.js';
import { RECOMPUTED_FROM, type Missing, type Resettable } from './warnings.js';

export interface ResetOptions {
  readonly stage: Resettable;
  readonly partitions: number;
  /** Where the profiler's snapshots are. */
  readonly stateDirectory: string;
  /** Opened when needed and closed by the reset: the embedded log has room for one of both at a time. */
  readonly openLog: () => Promise<EventLog>;
  readonly openAdmin: () => LogAdmin;
}

export async function resetStage(options: ResetOptions): Promise<void> {
  const { stage } = options;
  const groups = stage === 'profiler' ? [groupOf('evaluator'), groupOf('profiler')] : [groupOf(stage)];
  await withAdmin(options, async (admin) => {
    for (const group of groups) await admin.checkIdle(group);
  });
  const ends = await withLog(options, (log) => prepare(log, options));
  await withAdmin(options, async (admin) => {
    for (const [partition, end] of ends.entries()) await admin.deleteBefore('profiles', partition, end);
    for (const group of groups) await admin.forgetGroup(group);
  });
  if (stage === 'profiler') await removeSnapshots(options.stateDirectory);
}

/** What retention has taken away from what is to be computed again. */
export async function missingFor(options: ResetOptions): Promise<Missing[]> {
  return withLog(options, async (log) => {
    const missing: Missing[] = [];
    for (const topic of RECOMPUTED_FROM[options.stage]) {
      for (let partition = 0; partition < options.partitions; partition++) {
        const { first } = await log.range(topic, partition);
        if (first > 0) missing.push({ topic, partition, first });
      }
    }
    return missing;
  });
}

/** @returns by partition, up to where `profiles` is to be deleted; empty where it is kept */
async function prepare(log: EventLog, { stage, partitions }: ResetOptions): Promise<readonly Offset[]> {
  if (stage !== 'profiler' && stage !== 'evaluator') return [];
  const kept = stage === 'profiler' ? await keepDecisions(log, partitions) : { records: [], ends: [] };
  const records = [...kept.records, ...(await withoutSnapshots(log, 'evaluator', partitions))];
  if (records.length === 0) return kept.ends;
  const writer = await log.writer('reset');
  try {
    await writer.commit(records);
  } finally {
    await writer.close();
  }
  return kept.ends;
}

/** A tombstone for each chunk of each snapshot of a stage. */
async function withoutSnapshots(log: EventLog, stage: string, partitions: number): Promise<NewRecord[]> {
  const tombstones = new Map<string, NewRecord>();
  for (let partition = 0; partition < partitions; partition++) {
    const { first, next } = await log.range('state', partition);
    if (first === next) continue;
    await log.read('state', partition, first, next, (records) => {
      for (const { key, value } of records) {
        if (!key?.startsWith(`${stage}/`)) continue;
        if (value === null) tombstones.delete(key);
        else tombstones.set(key, { topic: 'state', partition, key, value: null });
      }
    });
  }
  return [...tombstones.values()];
}

/** Those of this machine. Other machines that have some refuse to start with them: they are ahead of their group. */
async function removeSnapshots(directory: string): Promise<void> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names) if (/^profiler-\d+\.snapshot/.test(name)) await rm(join(directory, name));
}

async function withLog<T>({ openLog }: ResetOptions, work: (log: EventLog) => Promise<T>): Promise<T> {
  const log = await openLog();
  try {
    return await work(log);
  } finally {
    await log.close();
  }
}

async function withAdmin(
  { openAdmin }: ResetOptions,
  work: (admin: LogAdmin) => Promise<void>,
): Promise<void> {
  const admin = openAdmin();
  try {
    await work(admin);
  } finally {
    await admin.close();
  }
}
