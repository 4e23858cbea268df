/** What the evidence of one track says at this moment, stream by stream. */
import { type Calibration, thresholdOf } from './calibration.js';
import { startOfUnit } from './conformal/season.js';
import type { EvidenceState } from './evidence-state.js';
import type { StreamKind } from './pane.js';
import { advance, statisticOf, weightsOf } from './sums.js';
import { atLeast, unitEValues } from './unit-e-values.js';

export interface StreamEvidence {
  readonly stream: string;
  readonly kind: StreamKind;
  /** Part of the statistic that this stream holds, 0 to 1; together 1. */
  readonly share: number;
  /** Its part of the statistic; the ensemble's part is the leading stream's. */
  readonly statistic: number;
  /** The largest of its own sums, unweighted: its evidence as if it alone were watched. */
  readonly own: number;
  /** Smallest rank p-value over its scales in the running unit; 1 before its first pane. */
  readonly p: number;
  /** Estimated begin of the change, epoch milliseconds: the unit since which its evidence has grown; null: not yet. */
  readonly onset: number | null;
}

export interface Verdict {
  readonly statistic: number;
  readonly threshold: number;
  readonly alarm: boolean;
  /** Most of the statistic first; equal ones by name. */
  readonly streams: readonly StreamEvidence[];
}

interface Tally {
  stream: string;
  kind: StreamKind;
  statistic: number;
  own: number;
  p: number;
  cusum: number;
  since: number | null;
}

/** Call after all panes of a moment have been observed. Changes nothing. */
export function verdict(calibration: Calibration, state: EvidenceState): Verdict {
  const weights = weightsOf(calibration);
  const eValues = unitEValues(calibration, state);
  const sums = advance(state.sums, atLeast(calibration, eValues));
  const tallies = calibration.streams.map(
    ({ stream, kind, scales }, index): Tally & { first: number; count: number } => ({
      stream,
      kind,
      statistic: 0,
      own: 0,
      p: 1,
      cusum: -1,
      since: null,
      first: calibration.streams.slice(0, index).reduce((sum, before) => sum + before.scales.length, 0),
      count: scales.length,
    }),
  );
  for (const tally of tallies) {
    for (let index = tally.first; index < tally.first + tally.count; index++) {
      tally.statistic += weights.rank * (sums.ranks[index] ?? 0);
      tally.own = Math.max(tally.own, sums.ranks[index] ?? 0);
      tally.p = Math.min(tally.p, eValues.p[index] ?? 1);
      takeRise(tally, state, index);
    }
  }
  calibration.bets.forEach(({ stream }, index) => {
    const tally = tallies.find((one) => one.stream === stream);
    if (!tally) return;
    const stakes = sums.bets[index] ?? [];
    for (const sum of stakes) tally.statistic += (weights.bets[index] ?? 0) * sum;
    const together = stakes.reduce((sum, stake) => sum + stake, 0) / Math.max(1, stakes.length);
    tally.own = Math.max(tally.own, together);
    takeRise(tally, state, state.running.length + index);
  });
  tallies.sort(byStatistic);
  const statistic = statisticOf(weights, sums);
  const threshold = thresholdOf(calibration);
  const [leader] = tallies;
  if (leader) leader.statistic += weights.largest * sums.largest + weights.squares * sums.squares;
  return {
    statistic,
    threshold,
    alarm: statistic >= threshold,
    streams: tallies.map(({ stream, kind, statistic: part, own, p, since }) => ({
      stream,
      kind,
      share: statistic > 0 ? part / statistic : 0,
      statistic: part,
      own,
      p,
      onset: since === null ? null : startOfUnit(calibration.options, since),
    })),
  };
}

/** The strongest of a stream's rises says when its change began. */
function takeRise(tally: Tally, state: EvidenceState, component: number): void {
  const rise = state.rises[component];
  if (rise && rise.cusum > tally.cusum) [tally.cusum, tally.since] = [rise.cusum, rise.since];
}

function byStatistic(a: Tally, b: Tally): number {
  return b.statistic - a.statistic || (a.stream < b.stream ? -1 : 1);
}
