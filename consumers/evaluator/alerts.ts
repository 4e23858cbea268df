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
