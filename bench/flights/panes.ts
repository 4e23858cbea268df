/** Flights, scored by a model, as the panes that the evidence reads. */
import type { EvidencePane } from '../../detectors/pane.js';
import { type Encoded, fitLogistic, LIVE_BINS, liveBin, predict } from './lateness-model.js';
import type { Flights } from './rows.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const SCALES = [DAY, 6 * HOUR];
const TOP_AIRPORTS = 30;
const SCORE_BINS = 10;

export interface Scored {
  readonly score: Float64Array;
  /** Upper edges of the score's quantile bins in the reference. */
  readonly edges: readonly number[];
}

/** Scores `from..to` (the reference) out of sample, week by week, and everything else by the model of all of it. */
export function scoreCrossFitted(flights: Flights, encoded: Encoded, from: number, to: number): Scored {
  const inside: number[] = [];
  for (let row = 0; row < flights.count; row++) {
    if ((flights.departure[row] ?? 0) >= from && (flights.landing[row] ?? 0) < to) inside.push(row);
  }
  const week = (row: number): number => Math.floor(((flights.departure[row] ?? 0) - from) / (7 * DAY));
  const whole = fitLogistic(encoded, flights.late, inside);
  const score = new Float64Array(flights.count);
  for (let row = 0; row < flights.count; row++) score[row] = predict(whole, encoded.active, row);
  const weeks = Math.round((to - from) / (7 * DAY));
  for (let left = 0; left < weeks; left++) {
    const weights = fitLogistic(
      encoded,
      flights.late,
      inside.filter((row) => week(row) !== left),
    );
    for (let row = 0; row < flights.count; row++) {
      const departure = flights.departure[row] ?? 0;
      if (departure >= from && departure < to && week(row) === left)
        score[row] = predict(weights, encoded.active, row);
    }
  }
  const sample = Float64Array.from(
    inside.filter((_, i) => i % 7 === 0),
    (row) => score[row] ?? 0,
  ).sort();
  const edges = Array.from(
    { length: SCORE_BINS - 1 },
    (_, i) => sample[Math.floor(((i + 1) * sample.length) / SCORE_BINS)] ?? 1,
  );
  return { score, edges };
}

export const DATA_STREAMS: readonly [name: string, bins: number][] = [
  ['hour', 24],
  ['weekday', 7],
  ['distance', 20],
  ['origin', TOP_AIRPORTS + 1],
  ['destination', TOP_AIRPORTS + 1],
  ['late-at-origin', LIVE_BINS],
  ['late-at-destination', LIVE_BINS],
  ['late-everywhere', LIVE_BINS],
  ['score', SCORE_BINS],
];

/** All panes of both tracks: data by departure, performance by landing. */
export function panesOf(
  flights: Flights,
  { score, edges }: Scored,
): { data: EvidencePane[]; performance: EvidencePane[] } {
  const data: EvidencePane[] = [];
  const performance: EvidencePane[] = [];
  for (const scale of SCALES) {
    const counts = new Map<number, Float64Array[]>();
    const totals = new Map<
      number,
      { n: number; errors: number; late: number; loss: number; loss2: number; brier: number; brier2: number }
    >();
    for (let row = 0; row < flights.count; row++) {
      const departure = flights.departure[row] ?? 0;
      const start = Math.floor(departure / scale) * scale;
      let ofPane = counts.get(start);
      if (!ofPane) counts.set(start, (ofPane = DATA_STREAMS.map(([, bins]) => new Float64Array(bins))));
      const p = score[row] ?? 0;
      const bins = [
        Math.floor(departure / HOUR) % 24,
        (Math.floor(departure / DAY) + 4) % 7,
        Math.min(19, Math.floor((flights.distance[row] ?? 0) / 150)),
        Math.min(TOP_AIRPORTS, flights.origin[row] ?? 0),
        Math.min(TOP_AIRPORTS, flights.destination[row] ?? 0),
        liveBin(flights.lateAtOrigin[row] ?? Number.NaN),
        liveBin(flights.lateAtDestination[row] ?? Number.NaN),
        liveBin(flights.lateEverywhere[row] ?? Number.NaN),
        edges.filter((edge) => p > edge).length,
      ];
      for (let i = 0; i < bins.length; i++) {
        const histogram = ofPane[i];
        const bin = bins[i] ?? 0;
        if (histogram) histogram[bin] = (histogram[bin] ?? 0) + 1;
      }
      const landed = Math.floor((flights.landing[row] ?? 0) / scale) * scale;
      let total = totals.get(landed);
      if (!total)
        totals.set(landed, (total = { n: 0, errors: 0, late: 0, loss: 0, loss2: 0, brier: 0, brier2: 0 }));
      const late = flights.late[row] ?? 0;
      const loss = -Math.log(Math.max(1e-6, late === 1 ? p : 1 - p));
      const brier = (p - late) ** 2;
      total.n++;
      total.errors += p > 0.5 === (late === 1) ? 0 : 1;
      total.late += late;
      total.loss += loss;
      total.loss2 += loss * loss;
      total.brier += brier;
      total.brier2 += brier * brier;
    }
    for (const [start, histograms] of counts) {
      const n = histograms[0]?.reduce((sum, count) => sum + count, 0) ?? 0;
      histograms.forEach((histogram, i) => {
        const stream = DATA_STREAMS[i]?.[0] ?? '';
        data.push({ kind: 'distribution', stream, scale, start, n, counts: Array.from(histogram) });
      });
    }
    for (const [start, t] of totals) {
      const base = { scale, start, n: t.n };
      performance.push(
        { kind: 'rate', stream: 'errors', ...base, errors: t.errors },
        { kind: 'rate', stream: 'late', ...base, errors: t.late },
        { kind: 'mean', stream: 'log-loss', ...base, sum: t.loss, sumSquares: t.loss2 },
        { kind: 'mean', stream: 'brier', ...base, sum: t.brier, sumSquares: t.brier2 },
      );
    }
  }
  return { data, performance };
}
