import type { KafkaPlace } from '../path/leg-task.js';

/** What the process with all of Leeway in it is asked to do. */
export interface StormedTask {
  readonly data: string;
  readonly partitions: number;
  /** null: the embedded log. */
  readonly kafka: KafkaPlace | null;
}

export interface StormedAsks extends Readonly<Record<string, unknown>> {
  /** Its port. */
  readonly start: number;
  /** Stops Leeway, has another one read the same records at leisure, and answers with what is not the same, in words. */
  readonly compare: Compared;
}

export interface Compared {
  readonly read: number;
  readonly accepted: number;
  /** Closed panes that were compared. */
  readonly panes: number;
  readonly wrong: readonly string[];
}

/** A stretch of the load: so many events, at so many a second. */
export interface Phase {
  readonly name: 'calm' | 'burst' | 'calm again';
  readonly events: number;
  readonly rate: number;
}

/** What the sender's process is asked to do. */
export interface BurstTask {
  readonly port: number;
  readonly connections: number;
  readonly phases: readonly Phase[];
  readonly seed: number;
  /** Where the burst goes straight into the log through kcat; null: through HTTP like the rest. */
  readonly kcat: KafkaPlace | null;
}

export interface BurstAsks extends Readonly<Record<string, unknown>> {
  readonly prepare: null;
  readonly send: BurstSent;
}

export interface PhaseSent {
  readonly name: Phase['name'];
  readonly events: number;
  readonly asked: number;
  /** From its first event to the answer to its last. */
  readonly seconds: number;
  /** Epoch ms. */
  readonly ended: number;
  /** Answers 429; what they were about was sent again. */
  readonly toldToWait: number;
}

export interface BurstSent {
  readonly phases: readonly PhaseSent[];
}
