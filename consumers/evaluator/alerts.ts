import type { AlertRecord, AlertState } from '../../src/records/feed.js';

/** Which states follow which. An alert that fires is one alert until it is resolved or its version is superseded. */
const next: Record<AlertState, readonly AlertState[]> = {
  firing: ['acknowledged', 'resolved', 'superseded'],
  acknowledged: ['resolved', 'superseded'],
  resolved: [],
  superseded: [],
};

export function isOpen(alert: AlertRecord): boolean {
  return next[alert.state].length > 0;
}

/** The alert in its new state, or null where that state cannot follow (a second acknowledgement, a late one). */
export function moveAlert(
  alert: AlertRecord,
  to: AlertState,
  change: { readonly at?: number; readonly by?: string } = {},
): AlertRecord | null {
  if (!next[alert.state].includes(to)) return null;
  return {
    ...alert,
    state: to,
    ...(to === 'acknowledged' && { acknowledgedBy: change.by ?? 'unknown' }),
    ...((to === 'resolved' || to === 'superseded') && { resolvedAt: change.at ?? alert.firedAt }),
  };
}

/**
 * Alerts of one version that were open at a moment of one track, oldest first. Decided in event time: the predictions'
 * clock may be ahead of the outcomes', never behind, so the data track does not look at the other one.
 */
export function openAt(
  alerts: readonly AlertRecord[],
  version: string,
  track: AlertRecord['track'],
  end: number,
): AlertRecord[] {
  return alerts
    .filter((alert) => alert.version === version && (track === 'performance' || alert.track === 'data'))
    .filter(({ firedAt, resolvedAt }) => firedAt <= end && (resolvedAt === null || resolvedAt > end))
    .sort((a, b) => a.firedAt - b.firedAt || (a.id < b.id ? -1 : 1));
}
