import type { Failpoint } from './failpoint.js';
import type { Progress } from './feeder.js';
import type { LoadOptions } from './load.js';

/** From the driver of a run to a process of it. */
export type Order =
  | { readonly kind: 'arm'; readonly failpoint: Failpoint | null }
  /** Embedded engine: the log has one owner, so the process that has it appends the load. */
  | { readonly kind: 'feed'; readonly target: number };

/** And back. */
export type Report =
  ({ readonly kind: 'progress' } & Progress) | { readonly kind: 'feeder-failed'; readonly message: string };

/** What `preload.ts` is told before anything else runs, as JSON in the variable `LEEWAY_CHAOS`. */
export interface PreloadOptions {
  /** The load to feed into the embedded log; null where the driver feeds it. */
  readonly feed: { readonly load: LoadOptions; readonly leadMs: number } | null;
  /** Armed from the very start: the only way to die while starting. */
  readonly failpoint: Failpoint | null;
  /** Kafka: a run in which every kill takes the ten seconds of a real deployment would last for hours. */
  readonly sessionTimeoutMs: number;
  readonly transactionTimeoutMs: number;
}

export const PRELOAD_VARIABLE = 'LEEWAY_CHAOS';
