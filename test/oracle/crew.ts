import type { EventLog, LogRecord, Offset, Task, TaskHandler } from '../../src/log/port.js';
import type { Snapshot, SnapshotStore } from '../../consumers/runtime/stage.js';
import type { MemoryLog } from './memory-log.js';

/**
 * What happens to the members of a consumer group, as part of the input: who reads how much of what, who dies when. The
 * script is data, so that a failing one can be shrunk and read.
 */
export type Act =
  /** The owner of a partition reads so many records of one of its topics, and a snapshot is due or not. */
  | {
      readonly act: 'read';
      readonly partition: number;
      readonly topic: number;
      readonly records: number;
      readonly snapshot: boolean;
      readonly fate: 'lives' | 'dies before the commit' | 'dies after the commit';
    }
  /** Another member gets the partition: after a graceful stop, after a crash, or while the former owner still thinks it owns it. */
  | {
      readonly act: 'move';
      readonly partition: number;
      readonly to: number;
      readonly after: 'stop' | 'crash' | 'theft';
    }
  /** A member loses its disk. */
  | { readonly act: 'wipe'; readonly member: number };

export interface Crew {
  readonly log: MemoryLog;
  readonly group: string;
  readonly topics: readonly string[];
  readonly partitions: number;
  /** One a member: what survives it. */
  readonly disks: readonly Map<number, Snapshot>[];
  readonly open: (task: Task, local: Local) => Promise<TaskHandler>;
}

/** What a member lends to a stage: the log, its disk, its clock. A snapshot is due once the clock has moved. */
export interface Local {
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  readonly clock: () => number;
}

export function emptyDisks(members: number): Map<number, Snapshot>[] {
  return Array.from({ length: members }, () => new Map<number, Snapshot>());
}

class Crash extends Error {}

interface Owner {
  readonly handler: TaskHandler;
  readonly position: Record<string, Offset>;
}

/** Plays the script, then reads what is left, in batches of `rest` records; everybody stops gracefully in the end. */
export async function runCrew(crew: Crew, script: readonly Act[], rest: number): Promise<void> {
  const { disks } = crew;
  const homes = Array.from({ length: crew.partitions }, (_, partition) => partition % disks.length);
  const owners = new Map<number, Owner>();
  let now = 0;
  let fate: 'lives' | 'dies before the commit' | 'dies after the commit' = 'lives';

  const dying = (task: Task): Task => ({
    ...task,
    commit: async (commit) => {
      if (fate === 'dies before the commit') throw new Crash(fate);
      await task.commit(commit);
      if (fate === 'dies after the commit') throw new Crash(fate);
    },
  });
  const open = async (partition: number): Promise<Owner> => {
    const disk = disks[homes[partition] as number] as Map<number, Snapshot>;
    const handler = await crew.open(dying(crew.log.task(crew.group, partition, crew.topics)), {
      log: crew.log as unknown as EventLog,
      snapshots: {
        load: (partition) => Promise.resolve(disk.get(partition) ?? null),
        save: (partition, { upTo, state }) => {
          disk.set(partition, { upTo, state: Uint8Array.from(state) });
          return Promise.resolve();
        },
      },
      clock: () => now,
    });
    const owner = { handler, position: { ...handler.positions } };
    owners.set(partition, owner);
    return owner;
  };
  const unread = (topic: string, partition: number, { position }: Owner): readonly LogRecord[] =>
    crew.log.records(topic, partition).slice(position[topic]);
  const read = async (owner: Owner, partition: number, topic: string, most: number): Promise<void> => {
    const records = unread(topic, partition, owner).slice(0, most);
    if (records.length === 0) return;
    owner.position[topic] = ((owner.position[topic] as number) + records.length) as Offset;
    const left = crew.topics.map((topic) => [topic, unread(topic, partition, owner).length] as const);
    await owner.handler.process(records, Object.fromEntries(left));
  };

  for (const act of script) {
    if (act.act === 'wipe') {
      disks[act.member % disks.length]?.clear();
      continue;
    }
    const partition = act.partition % crew.partitions;
    const owner = owners.get(partition) ?? (await open(partition));
    if (act.act === 'read') {
      if (act.snapshot) now += 1000;
      fate = act.fate;
      try {
        await read(owner, partition, crew.topics[act.topic % crew.topics.length] as string, act.records);
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        owners.delete(partition);
      }
      fate = 'lives';
      continue;
    }
    homes[partition] = act.to % disks.length;
    owners.delete(partition);
    if (act.after === 'stop') await owner.handler.close();
    if (act.after === 'theft') {
      await open(partition);
      const topic = crew.topics.find((topic) => unread(topic, partition, owner).length > 0);
      const stolen = topic === undefined ? null : read(owner, partition, topic, 3);
      const failure = await stolen?.then(
        () => 'committed',
        (error: Error) => error.message,
      );
      if (failure === 'committed') throw new Error('a fenced owner has committed');
      await owner.handler.close();
    }
  }
  for (let partition = 0; partition < crew.partitions; partition++) {
    const owner = owners.get(partition) ?? (await open(partition));
    while (crew.topics.some((topic) => unread(topic, partition, owner).length > 0))
      for (const topic of crew.topics) await read(owner, partition, topic, rest);
    await owner.handler.close();
  }
}
