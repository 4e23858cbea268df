/**
 * A made-up model in service: five-minute panes of about 1,000 rows, with hours of the day, and days that differ more
 * than rows explain (each day's rate is drawn as if from 32 rows), which every pane of the day shares.
 */
import { concentrationPane, volumePane } from '../../detectors/fast/index.js';
import type { DistributionPane, EvidencePane } from '../../detectors/pane.js';
import { type Random, seededRandom } from '../../detectors/random.js';
import type { Break } from './breaks.js';
import { dirichlet, multinomial, normal } from './draws.js';

export const MINUTES_5 = 300_000;
export const DAY = 86_400_000;
/** A Monday. */
export const MONDAY = Date.UTC(2024, 0, 1);
export const PANES_A_DAY = DAY / MINUTES_5;

export interface Setting {
  readonly seed: number;
  /** Rows that a day's rates and shares vary as. */
  readonly precision: number;
}

const RATES = { errors: 0.1, failures: 0.002, 'missing:tenure': 0.001, 'unseen:plan': 0.001 };
/** Rare faults move by about 70% from day to day: their days are drawn as if from two hits. */
const LEAST_HITS = 2;
const SHARES = {
  tenure: [0.05, 0.1, 0.15, 0.2, 0.2, 0.1, 0.1, 0.05, 0.03, 0.02],
  plan: [0.5, 0.25, 0.15, 0.1],
  score: [0.2, 0.2, 0.15, 0.1, 0.1, 0.08, 0.07, 0.05, 0.03, 0.02],
};

/** What all panes of one day share. */
interface Weather {
  readonly rates: Readonly<Record<string, number>>;
  readonly shares: Readonly<Record<string, readonly number[]>>;
  readonly latency: number;
  readonly volume: number;
}

/** Panes of one day. @param change what is broken from `from` on (pane of the day) */
export function panesOfDay(
  { seed, precision }: Setting,
  day: number,
  change?: { readonly broken: Break; readonly from: number; readonly panes: number },
): EvidencePane[] {
  const random = seededRandom(seed * 100_003 + day);
  const weather = weatherOf(random, precision);
  const until = change ? change.from + change.panes : PANES_A_DAY;
  return Array.from({ length: until }, (_, position) =>
    panesAt(random, weather, day, position, change && position >= change.from ? change.broken : {}),
  ).flat();
}

function weatherOf(random: Random, precision: number): Weather {
  return {
    rates: Object.fromEntries(
      Object.entries(RATES).map(([name, rate]) => [
        name,
        dirichlet(random, [rate, 1 - rate], Math.max(precision, LEAST_HITS / rate))[0] ?? 0,
      ]),
    ),
    shares: Object.fromEntries(
      Object.entries(SHARES).map(([name, shares]) => [name, dirichlet(random, shares, precision)]),
    ),
    latency: 0.15 * normal(random),
    volume: 0.15 * normal(random),
  };
}

function panesAt(
  random: Random,
  weather: Weather,
  day: number,
  position: number,
  broken: Break,
): EvidencePane[] {
  const place = { scale: MINUTES_5, start: MONDAY + day * DAY + position * MINUTES_5 };
  const hour = Math.sin((2 * Math.PI * position) / PANES_A_DAY);
  const rows = broken.stopped
    ? 0
    : Math.round(1_000 * Math.exp(0.3 * hour + weather.volume + 0.05 * normal(random)));
  const volume = volumePane('volume', MINUTES_5, place.start, rows);
  if (rows === 0) return [volume];
  const rates = Object.entries(weather.rates).map(([stream, ofDay]): EvidencePane => {
    const rate = broken.rates?.[stream] ?? Math.min(1, ofDay * (1 + 0.2 * hour));
    const [errors = 0] = multinomial(random, rows, [rate, 1 - rate]);
    return { kind: 'rate', stream, ...place, n: rows, errors };
  });
  const distributions = Object.entries(weather.shares).map(([stream, ofDay]): DistributionPane => {
    const counts = multinomial(random, rows, broken.shares?.[stream]?.(ofDay) ?? ofDay);
    return { kind: 'distribution', stream, ...place, n: rows, counts };
  });
  const mean = 3 + 0.2 * hour + weather.latency + 0.05 * normal(random) + Math.log(broken.latency ?? 1);
  const latency: EvidencePane = {
    kind: 'mean',
    stream: 'latency',
    ...place,
    n: rows,
    sum: rows * mean,
    sumSquares: rows * (mean * mean + 0.25),
  };
  return [volume, latency, ...rates, ...distributions, ...distributions.map(concentrationPane)];
}
