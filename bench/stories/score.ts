/** How well the alerts of a story tell its ground truth. */
import type { Change } from '../../producers/simulators/index.js';
import type { AlertRecord } from '../../src/records/feed.js';
import type { Told } from './tell.js';

export interface Score {
  /** `data`, `concept` ...: the change as the simulator describes it. */
  readonly change: Change;
  /** Named rightly: the kind, and the feature, segment or measure first. */
  readonly right: boolean;
  /** Something fired, and nothing of it is right. */
  readonly wrong: boolean;
  /** Days from the change to the first right alert, and from the change to its onset; null: none. */
  readonly delay: number | null;
  readonly onset: number | null;
}

const DAY = 86_400_000;
/** An alert later than this is not of the change. */
const WITHIN_DAYS = 14;

export function scoresOf({ truth, alerts }: Told): Score[] {
  return truth.changes.map((change) => {
    const at = Date.parse(change.at);
    const near = alerts.filter(({ firedAt }) => firedAt > at && firedAt <= at + WITHIN_DAYS * DAY);
    const right = near.filter((alert) => tells(alert, change)).sort((a, b) => a.firedAt - b.firedAt)[0];
    return {
      change,
      right: right !== undefined,
      wrong: right === undefined && near.length > 0,
      delay: right ? (right.firedAt - at) / DAY : null,
      onset: right ? (right.onset - at) / DAY : null,
    };
  });
}

/** Alerts before anything has changed, and the days in which they could have come. */
export function falseAlarms({ truth, alerts, watchedFrom }: Told): { alarms: number; days: number } {
  const at = Math.min(...truth.changes.map((change) => Date.parse(change.at)));
  return {
    alarms: alerts.filter(({ firedAt }) => firedAt <= at).length,
    days: watchedFrom === null ? 0 : Math.max(0, at - watchedFrom) / DAY,
  };
}

function tells(alert: AlertRecord, { kind, features, segments, description }: Change): boolean {
  if (alert.change !== kind) return false;
  if (kind === 'traffic') return alert.metric === 'volume';
  if (kind === 'quality') return alert.metric === (description.includes('latency') ? 'latency' : 'failures');
  const places = [...features, ...Object.keys(segments)];
  const named =
    alert.track === 'data' ? alert.metric.slice(alert.metric.indexOf(':') + 1) : alert.causes[0]?.name;
  return named !== undefined && places.includes(named);
}
