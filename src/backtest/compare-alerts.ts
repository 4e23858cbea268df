import type { AlertRecord } from '../records/feed.js';

/** An alert that came beside the one that would have come in its place; one of them may be missing. */
export interface AlertPair {
  readonly came: AlertRecord | null;
  readonly wouldCome: AlertRecord | null;
}

const DAY = 86_400_000;
/** Further apart they tell of different things. */
const WITHIN = 14 * DAY;

/** Pairs alerts of the same version that are about the same: the same decision first, then the nearest in time. */
export function compareAlerts(came: readonly AlertRecord[], wouldCome: readonly AlertRecord[]): AlertPair[] {
  const left = new Set(wouldCome);
  const pairs: AlertPair[] = [];
  const take = (alert: AlertRecord, other: AlertRecord | undefined) => {
    if (!other) return false;
    left.delete(other);
    pairs.push({ came: alert, wouldCome: other });
    return true;
  };
  const open = came.filter(
    (alert) =>
      !take(
        alert,
        wouldCome.find(({ id }) => id === alert.id),
      ),
  );
  for (const alert of open) {
    const near = [...left]
      .filter((other) => isAlike(alert, other))
      .sort((a, b) => apart(alert, a) - apart(alert, b) || (a.id < b.id ? -1 : 1));
    if (!take(alert, near[0])) pairs.push({ came: alert, wouldCome: null });
  }
  for (const alert of left) pairs.push({ came: null, wouldCome: alert });
  return pairs.sort((a, b) => timeOf(a) - timeOf(b));
}

function isAlike(a: AlertRecord, b: AlertRecord): boolean {
  return a.version === b.version && a.metric === b.metric && a.segment === b.segment && apart(a, b) <= WITHIN;
}

const apart = (a: AlertRecord, b: AlertRecord): number => Math.abs(a.firedAt - b.firedAt);
const timeOf = ({ came, wouldCome }: AlertPair): number => (came ?? wouldCome)?.firedAt ?? 0;
