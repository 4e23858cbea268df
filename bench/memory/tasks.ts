import type { KafkaPlace } from '../path/leg-task.js';

/** What the process with all of Leeway in it is asked to do. */
export interface HeldTask {
  readonly data: string;
  readonly partitions: number;
  /** null: the embedded log. */
  readonly kafka: KafkaPlace | null;
}

/** What a process holds once everything that came is decided, bytes. */
export interface Sample {
  readonly heap: number;
  /** Array buffers and what else lies outside of the heap. */
  readonly buffers: number;
  readonly resident: number;
  /** Records in all topics. */
  readonly records: number;
  /** The data folder. */
  readonly disk: number;
}

export interface HeldAsks extends Readonly<Record<string, unknown>> {
  /** Its port. */
  readonly start: number;
  /** Waits until as many source records as are in the log are in the books and in the store, then measures. */
  readonly settle: Sample;
  readonly stop: null;
}

/** What the sender's process is asked to do. */
export interface StretchTask {
  readonly port: number;
  readonly events: number;
  readonly stretches: number;
  readonly rate: number;
  readonly seed: number;
}

export interface StretchAsks extends Readonly<Record<string, unknown>> {
  /** Sends the next stretch, each event until it is taken; answers with all that were taken so far. */
  readonly stretch: number;
}
