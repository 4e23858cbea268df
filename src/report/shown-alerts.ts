import type { ModelHistory } from '../backtest/history.js';
import type { AlertRecord } from '../records/feed.js';

/**
 * A model's alerts as a reader of its history should see them. The end of the events takes the last version out of service
 * and so supersedes what is open: where no other version followed, the alert was still open when the history ended.
 */
export function shownAlerts(model: ModelHistory): AlertRecord[] {
  return [...model.alerts.values()].map((alert) =>
    alert.state === 'superseded' && !wasReplaced(model, alert.version)
      ? { ...alert, state: 'firing', resolvedAt: null }
      : alert,
  );
}

/** Another one has answered on a later day than its last. */
function wasReplaced({ predictions }: ModelHistory, version: string): boolean {
  let [own, others] = [-Infinity, -Infinity];
  for (const day of predictions) {
    if (day.version === version) own = Math.max(own, day.end);
    else others = Math.max(others, day.end);
  }
  return others > own;
}
