import type { KafkaPlace } from '../path/leg-task.js';
import type { Use } from '../performance/process-use.js';

/** What the process with all of Leeway in it is asked to do. */
export interface SystemTask {
  readonly data: string;
  readonly partitions: number;
  /** null: the embedded log. */
  readonly kafka: KafkaPlace | null;
  /** Of event time, ms. */
  readonly pane: number;
  readonly grace: number;
  /** File for the append times of all source records, epoch ms, as float64. */
  readonly appendTimes: string;
}

export interface SystemAsks extends Readonly<Record<string, unknown>> {
  /** Its port. */
  readonly start: number;
  /** Writes the append times. */
  readonly stop: Use;
}

/** What the sender's process is asked to do. */
export interface PacedTask {
  readonly port: number;
  /** Where kcat sends the events straight to the topics; null: they go through HTTP. */
  readonly kcat: KafkaPlace | null;
  readonly connections: number;
  /** Events a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly seed: number;
}

export interface PacedAsks extends Readonly<Record<string, unknown>> {
  /** Once all requests are made and all connections are open. */
  readonly prepare: null;
  readonly send: PacedResult;
}

export interface PacedResult {
  /** When the first was sent, epoch ms. */
  readonly began: number;
  readonly accepted: number;
  /** Until the last answer (kcat: until the broker had everything); more than was asked for where the server does not keep up. */
  readonly seconds: number;
  /** Events that the server told to come again (429), and that were left out. */
  readonly toldToWait: number;
  /** How much later than planned the requests left, 99th percentile, ms. */
  readonly behindMs: number;
}
