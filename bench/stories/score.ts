/** How well the alerts of a story tell its ground truth. */
import type { Change } from '../../producers/simulators/index.js';
import type { AlertRecord } from '../../src/records/feed.js';
import type { Told } from './tell.js';

/** What became of one change. */
export interface Score {
  /** `data`, `concept` ...: as the simulator describes it. */
  readonly kind: Change['kind'];
  /**
   * right: an alert names the kind, and the feature, segment or measure first, with an onset within two days of the change,
   * or while it was under way. wrong: something fired, and nothing of it is that. missed: nothing fired.
   */
  readonly verdict: 'right' | 'wrong' | 'missed';
  /** Of the first alert that names it, days: from the change to the alert, and to its onset; null: there is none. */
  readonly delay: number | null;
  readonly onset: number | null;
}

export interface SeedScore {
  readonly changes: readonly Score[];
  /** Alerts before anything had changed, and the days in which they could have come. */
  readonly before: number;
  readonly days: number;
  /** Later alerts that say of data, concept, quality or traffic what is not so, each with its words. */
  readonly untrue: readonly string[];
}

const DAY = 86_400_000;
/** An alert later than this is not of the change. */
const WITHIN = 14 * DAY;
const ONSET_WITHIN = 2 * DAY;

export function scoreOf({ truth, alerts, watchedFrom }: Told): SeedScore {
  const first = Math.min(...truth.changes.map(({ at }) => Date.parse(at)));
  const after = alerts.filter(({ firedAt }) => firedAt > first);
  return {
    changes: truth.changes.map((change) => scoreOfChange(alerts, change)),
    before: alerts.length - after.length,
    days: watchedFrom === null ? 0 : Math.max(0, first - watchedFrom) / DAY,
    untrue: after
      .filter((alert) => !isTrue(alert, truth.changes))
      .map(({ metric, change, why }) => `${metric} (${change}): ${why}`),
  };
}

function scoreOfChange(alerts: readonly AlertRecord[], change: Change): Score {
  const at = Date.parse(change.at);
  const completeAt = change.completeAt === undefined ? at : Date.parse(change.completeAt);
  const near = alerts.filter(({ firedAt }) => firedAt > at && firedAt <= at + WITHIN);
  const named = near.filter((alert) => names(alert, change)).sort((a, b) => a.firedAt - b.firedAt);
  const isInTime = ({ onset }: AlertRecord) =>
    onset >= at - ONSET_WITHIN && onset <= Math.max(at + ONSET_WITHIN, completeAt);
  const [told] = named;
  return {
    kind: change.kind,
    verdict: told && isInTime(told) ? 'right' : near.length > 0 ? 'wrong' : 'missed',
    delay: told ? (told.firedAt - at) / DAY : null,
    onset: told ? (told.onset - at) / DAY : null,
  };
}

/** The kind, and what comes first in "why". */
function names(alert: AlertRecord, { kind, features, segments, description }: Change): boolean {
  if (alert.change !== kind) return false;
  if (kind === 'traffic') return alert.metric === 'volume';
  if (kind === 'quality') return alert.metric === (description.includes('latency') ? 'latency' : 'failures');
  if (alert.track === 'data') return features.includes(featureOf(alert));
  const [cause] = alert.causes;
  return cause !== undefined && (features.includes(cause.name) || segments[cause.name] === cause.bin);
}

/** Nothing that did not change is said to have; answers and outcomes follow from what did. */
function isTrue(alert: AlertRecord, changes: readonly Change[]): boolean {
  if (alert.change === 'prediction' || alert.change === 'label') return true;
  return changes.some((change) =>
    alert.track === 'performance' ? alert.change === change.kind : names(alert, change),
  );
}

function featureOf({ metric }: AlertRecord): string {
  return metric.slice(metric.indexOf(':') + 1);
}
