import type { Use } from '../performance/process-use.js';

/** What the server's process is asked to do. */
export interface ServerTask {
  /** Leeway's ingestion in front of the embedded log, or `node:http` that parses and forgets. */
  readonly server: 'leeway' | 'bare';
  /** Folder of the log. */
  readonly data: string;
  readonly partitions: number;
  /** File for a CPU profile; null: none is wanted. */
  readonly profile: string | null;
}

export interface ServerAsks extends Readonly<Record<string, unknown>> {
  /** Its port. */
  readonly start: number;
  /** From here on its use counts. */
  readonly mark: null;
  readonly stop: ServerResult;
}

export interface ServerResult extends Use {
  /** Events that it has taken, warm-up included: those in the log, or those that it has parsed. */
  readonly taken: number;
}

/** What the sender's process is asked to do. */
export interface SenderTask {
  readonly port: number;
  readonly connections: number;
  /** Events a request. */
  readonly batch: number;
  /** Events sent before the clock starts, and those that it counts. */
  readonly warmUp: number;
  readonly events: number;
  readonly seed: number;
}

export interface SenderAsks extends Readonly<Record<string, unknown>> {
  /** Once all requests are made and all connections are open. */
  readonly prepare: { readonly bytes: number };
  /** Sends the first part, for which the clock does not count. */
  readonly warmUp: SenderResult;
  readonly send: SenderResult;
}

export interface SenderResult {
  readonly events: number;
  readonly seconds: number;
  /** From a request's first byte to its answer, ms. */
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly most: number };
  readonly cpuSeconds: number;
}
