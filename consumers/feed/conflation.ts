/**
 * What a slow client still has to get: of each series only the latest record, in the order of the log.
 * Knows how far back a cursor must point so that a client that leaves now misses none of it.
 */
import { seriesOf } from './metric-history.js';
import type { Delivery } from './delivery.js';

export class PendingMetrics {
  readonly #byKey = new Map<string, Delivery>();

  get size(): number {
    return this.#byKey.size;
  }

  /** Replaces what is pending for the same series, and moves to the end: offsets in a partition stay ascending. */
  put(delivery: Delivery): void {
    const key = conflationKey(delivery);
    this.#byKey.delete(key);
    this.#byKey.set(key, delivery);
  }

  take(): Delivery | undefined {
    for (const [key, delivery] of this.#byKey) {
      this.#byKey.delete(key);
      return delivery;
    }
    return undefined;
  }

  /** Offset of the first pending record of each partition: everything before it was sent or superseded. */
  *oldest(): Generator<Delivery> {
    const seen = new Set<string>();
    for (const delivery of this.#byKey.values()) {
      const partition = `${delivery.topic}/${delivery.partition}`;
      if (seen.has(partition)) continue;
      seen.add(partition);
      yield delivery;
    }
  }
}

/** May only the latest of this record's kind be sent? Alerts, retraining requests and versions each count. */
export function isConflatable(delivery: Delivery): boolean {
  return delivery.record.kind === 'metrics' || delivery.record.kind === 'status';
}

function conflationKey(delivery: Delivery): string {
  const { record } = delivery;
  return record.kind === 'metrics' ? seriesOf(record) : `${record.kind} ${record.model}`;
}
