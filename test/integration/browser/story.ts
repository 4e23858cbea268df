/** Six months in the life of a model, as records of the public topics: enough to fill every part of the page. */
import { emptyBooks } from '../../../src/records/books.js';
import type { AlertRecord, FeedRecord } from '../../../src/records/feed.js';
import {
  alertRecord,
  HOUR,
  JANUARY,
  metricsRecord,
  modelRecord,
  provisionalRecord,
  retrainingRecord,
  statusRecord,
} from '../../unit/server/feed-records.js';

const DAY = 24 * HOUR;
const DAYS = 181;
export const MODEL = 'flight-lateness';
const FEATURES = [
  'hour',
  'weekday',
  'distance',
  'origin',
  'destination',
  'late_share_origin',
  'late_share_everywhere',
];
const PROMOTIONS = [
  { version: '1', day: 29 },
  { version: '2', day: 66 },
  { version: '3', day: 131 },
];

const day = (n: number): number => JANUARY + n * DAY;

/** Noise that is the same in every run. */
function wave(n: number, phase: number): number {
  return Math.sin(n * 1.7 + phase) * 0.5 + Math.sin(n * 0.31 + phase * 2) * 0.5;
}

/** 0 on ordinary days, up to 1 in the storm of February and in June. */
function trouble(n: number): number {
  return Math.exp(-(((n - 54) / 3) ** 2)) + 0.6 * Math.exp(-(((n - 165) / 8) ** 2));
}

const versionOn = (n: number): string => PROMOTIONS.findLast((p) => n >= p.day)?.version ?? '0';

export function story(): FeedRecord[] {
  return [...metrics(), ...decisions(), status(DAYS)];
}

function* metrics(): Generator<FeedRecord> {
  for (let n = 1; n <= DAYS; n++) {
    for (let hour = 0; hour < 24; hour += 2) {
      const at = n - 1 + hour / 24;
      const accuracy = 0.79 + 0.015 * wave(at * 3, 1) - 0.13 * trouble(at);
      const end = day(n - 1) + hour * HOUR;
      yield metricsRecord({
        model: MODEL,
        version: versionOn(at),
        resolution: 'rolling',
        start: end - 6 * HOUR,
        end,
        n: 1_000,
        values: { accuracy },
      });
    }
    const pane = {
      model: MODEL,
      version: versionOn(n - 1),
      resolution: '24h',
      start: day(n - 1),
      end: day(n),
    };
    yield metricsRecord({
      ...pane,
      n: 16_000,
      values: { logLoss: 0.47 + 0.02 * wave(n, 2) + 0.2 * trouble(n), accuracy: 0.79 },
    });
    yield metricsRecord({
      ...pane,
      side: 'prediction',
      n: 16_200,
      values: { failureRate: 0 },
      features: featuresOn(n),
    });
  }
}

function featuresOn(n: number): Record<string, Record<string, number>> {
  const drift = FEATURES.map((name, i) => {
    const live = name.startsWith('late_share');
    const js = Math.max(
      0.002,
      0.012 + 0.008 * wave(n, i) + (live ? 0.28 : i === 0 ? 0.05 : 0.01) * trouble(n),
    );
    return [name, { js, psi: js * 4, missing: 0 }] as const;
  });
  return { ...Object.fromEntries(drift), prediction: { js: 0.02 + 0.17 * trouble(n), psi: 0.1 } };
}

function decisions(): FeedRecord[] {
  const storm = alertRecord({
    id: 'storm',
    model: MODEL,
    version: '1',
    metric: 'logLoss',
    state: 'resolved',
    onset: day(51) + 5 * HOUR,
    firedAt: day(52) + 14 * HOUR,
    resolvedAt: day(58),
    effect: { name: 'logLoss', value: 0.19, floor: 0.03, reference: 0.47, now: 0.66 },
    evidence: { statistic: 214.3, threshold: 90 },
    mark: { mark: 'real', by: 'ada', at: day(60) + 9 * HOUR, note: 'the storm of February' },
    cost: {
      perDay: 18_437.2,
      currency: 'EUR',
      perPrediction: { reference: 1.21, now: 2.34 },
      predictionsPerDay: 16_320,
    },
    why: 'log loss rose from 0.470 to 0.660; most of it among rows with late_share_everywhere above 0.31, origin ORD, EWR and LGA',
  });
  const drift = alertRecord({
    id: 'drift',
    model: MODEL,
    version: '1',
    metric: 'drift:late_share_everywhere',
    track: 'data',
    severity: 'warning',
    state: 'superseded',
    onset: day(52),
    firedAt: day(53),
    resolvedAt: day(66),
    effect: { name: 'js', value: 0.21, floor: 0.05, reference: null, now: null },
    evidence: { statistic: 131, threshold: 90 },
    why: 'the late share everywhere moved from a median of 0.18 to 0.36',
  });
  return [
    retrainingRecord({
      id: 'q0',
      model: MODEL,
      champion: '0',
      reason: 'initial',
      cause: null,
      requestedAt: day(28),
      from: day(0),
      to: day(28),
      effectiveFrom: day(29),
    }),
    modelRecord({
      model: MODEL,
      version: '1',
      request: 'q0',
      champion: '0',
      effectiveFrom: day(29),
      trainedOn: { from: day(0), to: day(21), rows: 341_220 },
      why: 'log loss 0.468 against 0.512 on 7 held-out days, better on 7 of them',
    }),
    storm,
    drift,
    retrainingRecord({
      id: 'q1',
      model: MODEL,
      champion: '1',
      cause: 'storm',
      requestedAt: day(64),
      effectiveFrom: day(66),
    }),
    modelRecord({
      model: MODEL,
      version: '2',
      request: 'q1',
      champion: '1',
      effectiveFrom: day(66),
      trainedOn: { from: day(0), to: day(57), rows: 902_877 },
      why: 'log loss 0.481 against 0.502 on 7 held-out days, better on 6 of them',
    }),
    retrainingRecord({
      id: 'q2',
      model: MODEL,
      champion: '2',
      reason: 'command',
      cause: 'c9',
      requestedAt: day(100),
      effectiveFrom: day(101),
    }),
    modelRecord({
      model: MODEL,
      version: '3',
      request: 'q2',
      champion: '2',
      promoted: false,
      why: 'log loss 0.474 against 0.472: no better on the held-out days',
      trainedOn: { from: day(30), to: day(93), rows: 1_020_311 },
    }),
    modelRecord({
      model: MODEL,
      version: '3',
      request: 'q3',
      champion: '2',
      effectiveFrom: day(131),
      trainedOn: { from: day(40), to: day(123), rows: 1_310_442 },
      why: 'log loss 0.462 against 0.479 on 7 held-out days, better on all of them',
    }),
    retrainingRecord({
      id: 'q3',
      model: MODEL,
      champion: '2',
      cause: 'spring',
      requestedAt: day(130),
      effectiveFrom: day(131),
    }),
    openAlert('firing'),
    retrainingRecord({
      id: 'q4',
      model: MODEL,
      champion: '3',
      cause: 'june',
      requestedAt: day(170),
      effectiveFrom: day(182),
    }),
  ];
}

/** The hours since the last closed pane. */
export function open(accuracy: number): FeedRecord {
  const pane = { version: '3', side: 'outcome', start: day(DAYS), end: day(DAYS) + 8 * HOUR } as const;
  return provisionalRecord({
    model: MODEL,
    panes: [
      { ...pane, resolution: '24h', n: 4_100, values: { logLoss: 0.52, accuracy: 0.76 } },
      { ...pane, resolution: 'rolling', n: 1_000, values: { accuracy } },
    ],
  });
}

/** The one that is still there at the end. */
export function openAlert(state: 'firing' | 'acknowledged', mark?: AlertRecord['mark']): FeedRecord {
  return alertRecord({
    ...(mark && { mark }),
    id: 'june',
    model: MODEL,
    version: '3',
    state,
    acknowledgedBy: state === 'acknowledged' ? 'anonymous' : null,
    metric: 'accuracy',
    onset: day(158),
    firedAt: day(161),
    effect: { name: 'accuracy', value: 0.074, floor: 0.02, reference: 0.79, now: 0.716 },
    evidence: { statistic: 171, threshold: 90 },
    cost: {
      perDay: 1_234.5,
      currency: 'EUR',
      perPrediction: { reference: 1.21, now: 1.29 },
      predictionsPerDay: 16_320,
    },
    why: 'accuracy fell by 7.4 points; most of it at destination <img src=x onerror=alert(1)> in the evening',
  });
}

export function status(days: number): FeedRecord {
  const books = emptyBooks();
  Object.assign(books.predictions, {
    read: 16_574 * days,
    accepted: 16_574 * days,
    joined: 16_500 * days,
    unmatched: 74 * days,
  });
  Object.assign(books.outcomes, {
    read: 16_510 * days,
    accepted: 16_510 * days,
    joined: 16_500 * days,
    unmatched: 10 * days,
    late: 12,
  });
  return statusRecord({
    model: MODEL,
    decidedUntil: day(days),
    version: versionOn(days),
    readiness: 'ready: reference of 28 days, evidence checked on it',
    features: Object.fromEntries(
      FEATURES.map((name) => [name, /origin$|destination/.test(name) ? 'categorical' : 'numeric']),
    ),
    panes: days * 24,
    books,
  });
}
