import type { Task } from '../../src/events/event.js';

/** A record of the source topics as the log holds it: all that the oracle, and the system under test, may see. */
export interface SourceRecord {
  readonly topic: 'predictions' | 'outcomes';
  readonly partition: number;
  readonly offset: number;
  /** Epoch ms, given by the log. */
  readonly appendedAt: number;
  readonly value: Buffer;
}

/** What the rules depend on. Durations in ms, the limit in bytes. */
export interface Rules {
  readonly pane: number;
  readonly grace: number;
  readonly horizon: number;
  readonly futureTolerance: number;
  /** Between the appends of a prediction and its outcome. */
  readonly patience: number;
  readonly recordLimit: number;
  /** Tasks that the configuration fixes, by model. */
  readonly fixedTasks: Readonly<Record<string, Task>>;
}
