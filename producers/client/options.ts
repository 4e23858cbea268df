import type { WireOutcome, WirePrediction } from '../../src/events/wire.js';
import type { EventLog } from '../../src/log/port.js';
import type { RetryPolicy } from './deliver.js';
import type { LaneLimits } from './lane.js';

/** Where the events go: a Leeway server, Kafka brokers, or a log that is open already (it is left open). */
export type ClientTarget =
  | { readonly url: string; readonly headers?: Readonly<Record<string, string>>; readonly timeoutMs?: number }
  | {
      readonly brokers: readonly string[];
      readonly clientId?: string;
      /** Of the topics, where several deployments share a cluster. */
      readonly prefix?: string;
    }
  | { readonly log: EventLog };

/** An event that the receiver will never take, and why. It is counted and gone: the application can mend its source. */
export interface RefusedEvent {
  readonly destination: 'predictions' | 'outcomes';
  /** As it was sent. */
  readonly event: WirePrediction | WireOutcome;
  /** Such as `wrong-type`, `missing-field`, `too-large`. */
  readonly code: string;
  readonly message: string;
}

export interface ClientCallbacks {
  readonly onRefused?: (refused: RefusedEvent) => void;
  /**
   * A batch did not go through and is tried again after the wait: for the application's log. Without it each outage is
   * told of once, on standard error.
   */
  readonly onRetry?: (reason: string, waitMs: number) => void;
}

export type ClientOptions = ClientTarget & Partial<LaneLimits> & Partial<RetryPolicy> & ClientCallbacks;

/** Limits hold for predictions and for outcomes each. */
export const defaultLimits: LaneLimits = {
  bufferRecords: 10_000,
  bufferBytes: 32 * 1024 * 1024,
  batchRecords: 500,
  batchBytes: 512 * 1024,
  lingerMs: 50,
};

export const defaultRetry: RetryPolicy = { firstWaitMs: 100, longestWaitMs: 30_000, giveUpAfterMs: Infinity };

export const DEFAULT_TIMEOUT_MS = 30_000;
