import type { KafkaPlace } from '../path/leg-task.js';
import type { Use } from '../performance/process-use.js';
import type { Load } from './load.js';

/** What a process is asked to do: fill the log, or work through it. */
export interface GrowthTask extends Load {
  readonly does: 'load' | 'work';
  /** Folder of the log. */
  readonly data: string;
  readonly kafka: KafkaPlace | null;
  /** File for a CPU profile; null: none is wanted. */
  readonly profile: string | null;
}

export interface GrowthAsks extends Readonly<Record<string, unknown>> {
  readonly load: null;
  /** Does a little of the same first, so that modules are there and code is compiled. */
  readonly warmUp: null;
  /** Once every model has ended. */
  readonly work: Use;
}
