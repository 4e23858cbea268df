/** One batch until it needs no more care: tried again, cut in halves, or given up loudly. */
import type { WireRefusal } from '../../src/events/wire.js';
import { DeliveryError } from './delivery-error.js';
import type { Timers } from './timers.js';
import type { Destination, EncodedEvent, Transport } from './transport.js';

export interface RetryPolicy {
  /** The first wait is up to this long; each further one up to twice as long as the one before. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** After so much waiting for one batch the client fails. Infinity: never, and backpressure does the rest. */
  readonly giveUpAfterMs: number;
}

export interface Delivery {
  readonly transport: Transport;
  readonly retry: RetryPolicy;
  readonly timers: Timers;
  /** Uniform in [0, 1): waits are drawn, so that many clients do not come back at the same moment. */
  readonly random: () => number;
  /** So many more events are in the log. */
  onDelivered(events: number): void;
  onRefused(destination: Destination, event: EncodedEvent, refusal: WireRefusal): void;
  onRetry(error: DeliveryError, waitMs: number): void;
}

/**
 * Waits grow exponentially with "full jitter" (Brooker, Exponential Backoff and Jitter, AWS Architecture Blog 2015),
 * never below what the receiver asked for (`Retry-After`).
 * @throws DeliveryError what no repetition mends, or `giveUpAfterMs` is over
 */
export async function deliver(
  delivery: Delivery,
  destination: Destination,
  events: readonly EncodedEvent[],
): Promise<void> {
  let waitedMs = 0;
  for (let attempt = 0; ; attempt++) {
    try {
      const refused = await delivery.transport.send(destination, events);
      delivery.onDelivered(events.length - refused.length);
      for (const refusal of refused) delivery.onRefused(destination, events[refusal.index]!, refusal);
      return;
    } catch (error) {
      if (!(error instanceof DeliveryError) || error.handling === 'fatal') throw error;
      if (error.handling === 'split') return halves(delivery, destination, events, error);
      const waitMs = Math.max(error.retryAfterMs, delivery.random() * longestWait(delivery.retry, attempt));
      waitedMs += waitMs;
      if (waitedMs > delivery.retry.giveUpAfterMs) {
        throw new DeliveryError('fatal', `gave up on ${events.length} ${destination}: ${error.message}`, {
          cause: error,
        });
      }
      delivery.onRetry(error, waitMs);
      await new Promise<void>((resolve) => delivery.timers.after(waitMs, resolve));
    }
  }
}

const longestWait = ({ firstWaitMs, longestWaitMs }: RetryPolicy, attempt: number): number =>
  Math.min(longestWaitMs, firstWaitMs * 2 ** attempt);

async function halves(
  delivery: Delivery,
  destination: Destination,
  events: readonly EncodedEvent[],
  error: DeliveryError,
): Promise<void> {
  if (events.length === 1) {
    delivery.onRefused(destination, events[0]!, { index: 0, code: 'too-large', message: error.message });
    return;
  }
  const middle = events.length >> 1;
  await deliver(delivery, destination, events.slice(0, middle));
  await deliver(delivery, destination, events.slice(middle));
}
