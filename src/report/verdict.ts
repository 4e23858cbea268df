import type { ModelHistory } from '../backtest/history.js';
import { formatDay, formatMetric } from './words.js';

/** A history in one sentence. */
export function verdictOf(model: ModelHistory): string {
  const alerts = [...model.alerts.values()];
  const name = model.model;
  if (alerts.length === 0) {
    if (model.references.length === 0)
      return `${name}: no verdict yet; the history is shorter than a reference and the days to hold against it (${model.status?.readiness ?? 'no pane was closed'}).`;
    return `${name}: no alarm in ${daysWatched(model)} watched days; nothing changed that was both large enough to matter and too unlikely to be chance.`;
  }
  const worst = alerts.find(({ severity }) => severity === 'severe') ?? alerts[0];
  if (!worst) return '';
  const more = alerts.length === 1 ? '' : `; ${alerts.length} alerts in all`;
  const open =
    worst.resolvedAt === null ? ', and it has not ended' : `, until ${formatDay(worst.resolvedAt)}`;
  return `${name}: ${formatMetric(worst.metric)} changed about ${formatDay(worst.onset)}${open}${more}.`;
}

const DAY = 86_400_000;

function daysWatched({ references, predictions }: ModelHistory): number {
  const from = Math.min(...references.map(({ to }) => to));
  return predictions.filter(({ start }) => start >= from - DAY / 2).length;
}
