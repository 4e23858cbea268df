import type { LogRecord, NewRecord, Offset, PartitionRange, TaskHandler } from '../../src/log/port.js';

/**
 * A pure stage: a fold over the records of its topics that says what to produce. It has no clock, no randomness and no
 * I/O; it may mutate its own state. The runtime restores the state, steps, and commits consumed and produced together.
 */
export interface PureStage<S> {
  empty(partition: number): S;
  /** Records of ONE topic, in offset order. What it returns is appended in the same commit that consumes them. */
  step(state: S, records: readonly LogRecord[]): NewRecord[];
  /** The wall clock as an input, epoch ms: returns records to log. Never called while restoring. */
  tick?(state: S, now: number): NewRecord[];
  /**
   * What it has so far of what is not decided yet, since it was last asked: appended beside the commits, for people who look
   * on. Nothing reads it back, and a restart may show it again or leave it out.
   */
  provisional?(state: S): NewRecord[];
  /** Which of several topics with unread records to read next. */
  prefer?(state: S, topics: readonly string[]): string;
  /** State to plain bytes and back. */
  encode(state: S): Uint8Array;
  decode(bytes: Uint8Array): S;
  /** Format of these bytes, raised whenever they change. Default 1. */
  readonly format?: number;
  /** By older format: its bytes in the next one. Where a step is missing the state is rebuilt from the log. */
  readonly upgrades?: StateUpgrades;
  /** What gauges show of the state. Cheap, since it is asked each time somebody looks. */
  measure?(state: S): StateMeasures;
}

export type StateUpgrades = Readonly<Record<number, (older: Uint8Array) => Uint8Array>>;

/** What a stage keeps and how far it has come in event time; whatever it has none of is left out. */
export interface StateMeasures {
  /** Rows that wait for their other half or recognise repeats, and the bytes that they take. */
  readonly join?: { readonly rows: number; readonly bytes: number };
  /** Epoch ms of event time: nothing earlier is still expected. Models without any event yet are left out. */
  readonly watermarks?: readonly {
    readonly model: string;
    readonly side: 'predictions' | 'outcomes';
    readonly until: number;
  }[];
}

/** An open partition that can be asked what it holds. */
export interface MeasuredHandler extends TaskHandler {
  measure?(): StateMeasures;
}

/** State and the offsets up to which it has folded its topics (L). */
export interface Snapshot {
  readonly upTo: Readonly<Record<string, Offset>>;
  readonly state: Uint8Array;
  /** Format of the state, as its stage counts it. Default 1. */
  readonly format?: number;
}

/**
 * Where a stage keeps snapshots. `save` returns records to commit along (snapshots in the log) or writes a file after
 * the commit; either way a snapshot is a cache: losing it costs a longer replay, nothing else.
 */
export interface SnapshotStore {
  load(partition: number): Promise<Snapshot | null>;
  /** Called before a commit that reaches `snapshot.upTo`. */
  asRecords?(partition: number, snapshot: Snapshot): NewRecord[];
  /** Called after that commit has succeeded. */
  save?(partition: number, snapshot: Snapshot): Promise<void>;
}

/** A snapshot can be used if nothing it has folded is uncommitted and nothing between it and the commit is gone. */
export function isUsable(
  snapshot: Snapshot,
  committed: Readonly<Record<string, Offset>>,
  ranges: Readonly<Record<string, PartitionRange>>,
): boolean {
  return Object.entries(committed).every(([topic, c]) => {
    const l = snapshot.upTo[topic];
    const first = ranges[topic]?.first;
    return l !== undefined && first !== undefined && l <= c && (l >= first || l === c);
  });
}
