/** What joined pairs of one pane say on the performance track: the same functions make the reference and read the stream. */
import type { EvidencePane } from '../../../detectors/pane.js';
import { sumValue, type ExactSum } from '../../aggregates/exact-sum.js';
import type { OutcomePane } from '../../aggregates/outcome-pane.js';
import { WATCHED_CUT, RANKING_CUTS, type RankingSums } from '../../aggregates/ranking-sums.js';
import { confusionMetrics } from '../../metrics/confusion.js';
import { countsIn, type Bins } from '../bins.js';
import type { Place } from './data-streams.js';
import { OUTCOME_STREAM, performanceStream } from './stream-names.js';

/**
 * Errors and losses: `absolute-error` of a regression; `ndcg-loss` and `not-taken` of a ranking; else `errors` and, where
 * there are scores, `log-loss`.
 */
export function performancePanes(pane: OutcomePane, place: Place, segment = ''): EvidencePane[] {
  const stream = (metric: string) => performanceStream(metric, segment);
  if (pane.absoluteError.n > 0) {
    const { n, sum } = pane.absoluteError;
    const sumSquares = sumValue(pane.squaredError);
    return [{ kind: 'mean', stream: stream('absolute-error'), ...place, n, sum: sumValue(sum), sumSquares }];
  }
  if (pane.n === 0) return [];
  if (pane.ranking) return rankingPanes(pane.ranking, place, stream);
  // Only the number of errors is asked, which is the same for two classes and for many.
  const { n, errors } = confusionMetrics(pane.confusion, 'binary');
  const panes: EvidencePane[] = [{ kind: 'rate', stream: stream('errors'), ...place, n, errors }];
  if (pane.scored > 0) {
    const sumSquares = sumValue(pane.logLossSquares);
    panes.push({
      kind: 'mean',
      stream: stream('log-loss'),
      ...place,
      n: pane.scored,
      sum: sumValue(pane.logLoss),
      sumSquares,
    });
  }
  return panes;
}

/** What NDCG lacks to 1, a mean over the lists for which anything was chosen, and the share of all lists not taken from. */
function rankingPanes(
  { lists, taken, chosen, gains, squares }: RankingSums,
  place: Place,
  stream: (metric: string) => string,
): EvidencePane[] {
  const at = RANKING_CUTS.indexOf(WATCHED_CUT);
  const [gain, square] = [gains[at], squares[at]].map((sum) => sumValue(sum as ExactSum)) as [number, number];
  // (1 - g)^2 = 1 - 2 g + g^2; rounded, either can fall short of 0.
  const sum = Math.max(0, chosen - gain);
  const sumSquares = Math.max(0, chosen - 2 * gain + square);
  return [
    { kind: 'mean', stream: stream('ndcg-loss'), ...place, n: chosen, sum, sumSquares },
    { kind: 'rate', stream: stream('not-taken'), ...place, n: lists, errors: lists - taken },
  ];
}

/** A segment is watched by one stream: its errors, its absolute error, or what its NDCG lacks. */
export function segmentPane(pane: OutcomePane, place: Place, segment: string): EvidencePane | null {
  return performancePanes(pane, place, segment)[0] ?? null;
}

/** The distribution of what really happened, in the reference's bins. */
export function outcomePane(
  pane: Pick<OutcomePane, 'outcomes'>,
  bins: Bins | undefined,
  place: Place,
): EvidencePane[] {
  if (!bins) return [];
  const counts = countsIn(bins, pane.outcomes);
  const n = counts.reduce((sum, count) => sum + count, 0);
  return [{ kind: 'distribution', stream: OUTCOME_STREAM, ...place, n, counts }];
}
