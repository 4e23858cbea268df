/** Seeded panes of a made-up stream: days and quarter days, with noise between days that rows alone do not explain. */
import type { EvidencePane } from '../../detectors/pane.js';
import { type Random, seededRandom } from '../../detectors/random.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** A Monday. */
export const MONDAY = Date.UTC(2024, 0, 1);

export interface Story {
  readonly seed: number;
  readonly days: number;
  /** First day, counted from `MONDAY`. */
  readonly firstDay?: number;
  /** Rate of errors on a day, before its noise. */
  readonly rate?: (day: number) => number;
  /** Weights of the four bins on a day. */
  readonly weights?: (day: number) => readonly number[];
}

export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const ROWS = 1_000;

/** Streams `color` (four bins), `errors` (a rate) and `loss` (a mean), at 24 h and 6 h. */
export function panesOf({
  seed,
  days,
  firstDay = 0,
  rate = () => 0.2,
  weights = () => [4, 3, 2, 1],
}: Story): EvidencePane[] {
  const random = seededRandom(seed);
  const panes: EvidencePane[] = [];
  for (let day = firstDay; day < firstDay + days; day++) {
    const dayNoise = 0.02 * normal(random);
    const tilt = 0.1 * normal(random);
    const whole = { counts: [0, 0, 0, 0], errors: 0, sum: 0, sumSquares: 0 };
    for (let quarter = 0; quarter < 4; quarter++) {
      const start = MONDAY + day * DAY + quarter * 6 * HOUR;
      const shares = weights(day).map((weight, bin) => weight * Math.exp(bin < 2 ? tilt : -tilt));
      const total = shares.reduce((sum, share) => sum + share, 0);
      const counts = shares.map((share) => Math.round((ROWS * share) / total + normal(random) * 5));
      const n = counts.reduce((sum, count) => sum + count, 0);
      const p = Math.min(1, Math.max(0, rate(day) + dayNoise + 0.012 * normal(random)));
      const errors = Math.round(n * p);
      const mean = 2 * p;
      const part = { counts, errors, sum: n * mean, sumSquares: n * (mean * mean + 0.25) };
      panes.push(...panesAt(start, 6 * HOUR, n, part));
      counts.forEach((count, bin) => {
        whole.counts[bin] = (whole.counts[bin] ?? 0) + count;
      });
      whole.errors += errors;
      whole.sum += part.sum;
      whole.sumSquares += part.sumSquares;
    }
    const n = whole.counts.reduce((sum, count) => sum + count, 0);
    panes.push(...panesAt(MONDAY + day * DAY, DAY, n, whole));
  }
  return panes;
}

function panesAt(
  start: number,
  scale: number,
  n: number,
  {
    counts,
    errors,
    sum,
    sumSquares,
  }: { counts: readonly number[]; errors: number; sum: number; sumSquares: number },
): EvidencePane[] {
  return [
    { kind: 'distribution', stream: 'color', scale, start, n, counts: [...counts] },
    { kind: 'rate', stream: 'errors', scale, start, n, errors },
    { kind: 'mean', stream: 'loss', scale, start, n, sum, sumSquares },
  ];
}

/** Panes that close at one moment, in the order of time. */
export function moments(panes: readonly EvidencePane[]): EvidencePane[][] {
  const byEnd = new Map<number, EvidencePane[]>();
  for (const pane of panes) {
    const end = pane.start + pane.scale;
    byEnd.set(end, [...(byEnd.get(end) ?? []), pane]);
  }
  return [...byEnd].sort(([a], [b]) => a - b).map(([, closed]) => closed);
}
