/** Alerts for which nobody is to be called: they fire, and say so. */
import type { AlertRecord } from '../../src/records/feed.js';
import type { ModelState } from './model-state.js';

/** An alert that fires while its metric or its model is silenced says so; where both are, until the later of both. */
export function inSilence(model: ModelState, alert: AlertRecord, at: number): AlertRecord {
  const longest = model.silences
    .filter(({ metric, until }) => (metric === null || metric === alert.metric) && until > at)
    .sort((a, b) => b.until - a.until)[0];
  const { silenced: _, ...loud } = alert;
  return longest ? { ...loud, silenced: { until: longest.until, by: longest.by } } : loud;
}

export function forgetSilences(model: ModelState, before: number): void {
  model.silences = model.silences.filter(({ until }) => until > before);
}
