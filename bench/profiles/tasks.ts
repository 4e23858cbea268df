import type { Use } from '../performance/process-use.js';

/** What the process with our profiler is asked to do. */
export interface ProfilerTask {
  /** Predictions, one JSON a line. */
  readonly file: string;
  /** Records a step, as one commit has them. */
  readonly batch: number;
  readonly profile: string | null;
}

export interface ProfilerAsks extends Readonly<Record<string, unknown>> {
  readonly prepare: null;
  readonly profile: ProfilerResult;
}

export interface ProfilerResult extends Use {
  readonly rows: number;
  /** Of all the deltas that it has written. */
  readonly deltaBytes: number;
}
