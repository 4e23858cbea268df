/**
 * A made-up model in service: panes of about 1,000 rows, with hours of the day, and days that differ more than rows
 * explain (each day's rate and shares are drawn as if from 32 rows), which every pane of the day shares; the hours of a
 * day differ by a tenth besides. Where it is stormy, one day in twenty is drawn as if from 8 rows.
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
export const VITAL = ['errors', 'absolute-error', 'log-loss', 'failures', 'volume', 'latency'];

export interface Setting {
  readonly seed: number;
  /** Rows that a day's rates and shares vary as. */
  readonly precision: number;
  /** Features; each is four streams: its shares, missing, invalid, frozen. */
  readonly features: number;
  readonly stormy?: boolean;
  /** Mean rows of a pane. Default 1,000. */
  readonly rows?: number;
}

/** Rare faults move by about 70% from day to day: their days are drawn as if from two hits. */
const LEAST_HITS = 2;
const STORMS = { share: 0.05, precision: 8 };
const HOURS = { count: 24, deviation: 0.1 };
const SHARES = {
  tenure: [0.05, 0.1, 0.15, 0.2, 0.2, 0.1, 0.1, 0.05, 0.03, 0.02],
  plan: [0.5, 0.25, 0.15, 0.1],
  score: [0.2, 0.2, 0.15, 0.1, 0.1, 0.08, 0.07, 0.05, 0.03, 0.02],
  age: Array.from({ length: 20 }, () => 0.05),
};

interface Streams {
  readonly rates: readonly (readonly [stream: string, rate: number])[];
  readonly shares: readonly (readonly [stream: string, shares: readonly number[]])[];
}

/** What all panes of one day share. */
interface Weather extends Streams {
  /** Factor of all rates by hour. */
  readonly hours: readonly number[];
  readonly latency: number;
  readonly volume: number;
}

function streamsOf(features: number): Streams {
  const kinds = Object.entries(SHARES);
  const named = Array.from({ length: features }, (_, index): readonly [string, readonly number[]] => {
    const [name, shares] = kinds[index % kinds.length] ?? ['', []];
    return [index < kinds.length ? name : `${name}-${index}`, shares];
  });
  return {
    rates: [
      ['errors', 0.1],
      ['failures', 0.002],
      ...named.flatMap(([name]): [string, number][] => [
        [`missing:${name}`, 0.001],
        [`invalid:${name}`, 0.001],
      ]),
    ],
    shares: [...named, ['prediction', SHARES.score]],
  };
}

/** Panes of one day. @param change what is broken from `from` on (pane of the day), for so many panes */
export function panesOfDay(
  setting: Setting,
  day: number,
  change?: { readonly broken: Break; readonly from: number; readonly panes: number },
): EvidencePane[] {
  const random = seededRandom(setting.seed * 100_003 + day);
  const weather = weatherOf(random, setting);
  const until = change ? Math.min(PANES_A_DAY, change.from + change.panes) : PANES_A_DAY;
  const panes: EvidencePane[] = [];
  for (let position = 0; position < until; position++) {
    const broken = change && position >= change.from ? change.broken : {};
    panes.push(...panesAt(random, weather, setting.rows ?? 1_000, day, position, broken));
  }
  return panes;
}

function weatherOf(random: Random, { precision: usual, features, stormy }: Setting): Weather {
  const { rates, shares } = streamsOf(features);
  const precision = stormy && random() < STORMS.share ? STORMS.precision : usual;
  return {
    hours: Array.from({ length: HOURS.count }, () => Math.exp(HOURS.deviation * normal(random))),
    rates: rates.map(([name, rate]) => [
      name,
      dirichlet(random, [rate, 1 - rate], (precision / usual) * Math.max(usual, LEAST_HITS / rate))[0] ?? 0,
    ]),
    shares: shares.map(([name, mean]) => [name, dirichlet(random, mean, precision)]),
    latency: 0.15 * normal(random),
    volume: 0.15 * normal(random),
  };
}

function panesAt(
  random: Random,
  weather: Weather,
  meanRows: number,
  day: number,
  position: number,
  broken: Break,
): EvidencePane[] {
  const place = { scale: MINUTES_5, start: MONDAY + day * DAY + position * MINUTES_5 };
  const hour = Math.sin((2 * Math.PI * position) / PANES_A_DAY);
  const rows = broken.stopped
    ? 0
    : Math.round(meanRows * Math.exp(0.3 * hour + weather.volume + 0.05 * normal(random)));
  const panes: EvidencePane[] = [volumePane('volume', MINUTES_5, place.start, rows)];
  if (rows === 0) return panes;
  const ofHour = weather.hours[Math.floor((position * HOURS.count) / PANES_A_DAY)] ?? 1;
  const factor = (1 + 0.2 * hour) * ofHour;
  for (const [stream, ofDay] of weather.rates) {
    const rate = broken.rates?.[stream] ?? Math.min(1, ofDay * factor);
    const [errors = 0] = multinomial(random, rows, [rate, 1 - rate]);
    panes.push({ kind: 'rate', stream, ...place, n: rows, errors });
  }
  for (const [stream, ofDay] of weather.shares) {
    const present = broken.rates?.[`missing:${stream}`] === 1 ? 0 : rows;
    const counts = multinomial(random, present, broken.shares?.[stream]?.(ofDay) ?? ofDay);
    const shares: DistributionPane = { kind: 'distribution', stream, ...place, n: present, counts };
    panes.push(shares);
    if (stream !== 'prediction') panes.push(concentrationPane(shares));
  }
  const mean = 3 + 0.2 * hour + weather.latency + 0.05 * normal(random) + Math.log(broken.latency ?? 1);
  panes.push({
    kind: 'mean',
    stream: 'latency',
    ...place,
    n: rows,
    sum: rows * mean,
    sumSquares: rows * (mean * mean + 0.25),
  });
  return panes;
}
