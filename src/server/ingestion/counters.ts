/** Prometheus counters of what came in through HTTP. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { PendingBudget } from './budget.js';
import type { Refused } from './receipt.js';

export interface IngestionCounters {
  count(kind: string, accepted: number, refused: readonly Refused[]): void;
  /** A request was told to come again. */
  behind(kind: string): void;
}

/** @param onBehind hears of each of them, for the health rules */
export function ingestionCounters(
  registry: Registry,
  budget: PendingBudget,
  onBehind: () => void = () => undefined,
): IngestionCounters {
  const accepted = new Counter({
    name: 'leeway_http_accepted_events_total',
    help: 'Events that came in through HTTP and are in the log.',
    labelNames: ['kind'],
    registers: [registry],
  });
  const refused = new Counter({
    name: 'leeway_http_refused_events_total',
    help: 'Events that were refused, by reason code.',
    labelNames: ['kind', 'code'],
    registers: [registry],
  });
  const behind = new Counter({
    name: 'leeway_http_behind_requests_total',
    help: 'Requests that were answered 429 because the log was behind.',
    labelNames: ['kind'],
    registers: [registry],
  });
  const pending = new Gauge({
    name: 'leeway_http_pending_bytes',
    help: 'Bytes that have arrived and are not in the log yet.',
    registers: [],
    collect() {
      this.set(budget.bytes);
    },
  });
  registry.registerMetric(pending);
  return {
    count(kind, n, refusals) {
      accepted.inc({ kind }, n);
      for (const { code } of refusals) refused.inc({ kind, code });
    },
    behind(kind) {
      behind.inc({ kind });
      onBehind();
    },
  };
}
