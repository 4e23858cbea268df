import type { LogRecord, NewRecord, Offset, PartitionRange } from '../../src/log/port.js';

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
  /** Which of several topics with unread records to read next. */
  prefer?(state: S, topics: readonly string[]): string;
  /** State to plain bytes and back. */
  encode(state: S): Uint8Array;
  decode(bytes: Uint8Array): S;
}

/** State and the offsets up to which it has folded its topics (L). */
export interface Snapshot {
  readonly upTo: Readonly<Record<string, Offset>>;
  readonly state: Uint8Array;
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
