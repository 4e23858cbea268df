/** What joined pairs of one pane say on the performance track: the same functions make the reference and read the stream. */
import type { EvidencePane } from '../../../detectors/pane.js';
import { sumValue } from '../../aggregates/exact-sum.js';
import type { OutcomePane } from '../../aggregates/outcome-pane.js';
import { confusionMetrics } from '../../metrics/confusion.js';
import { countsIn, type Bins } from '../bins.js';
import type { Place } from './data-streams.js';
import { OUTCOME_STREAM, performanceStream } from './stream-names.js';

/** Errors and losses: `absolute-error` of a regression, else `errors` and, where there are scores, `log-loss`. */
export function performancePanes(pane: OutcomePane, place: Place, segment = ''): EvidencePane[] {
  const stream = (metric: string) => performanceStream(metric, segment);
  if (pane.absoluteError.n > 0) {
    const { n, sum } = pane.absoluteError;
    const sumSquares = sumValue(pane.squaredError);
    return [{ kind: 'mean', stream: stream('absolute-error'), ...place, n, sum: sumValue(sum), sumSquares }];
  }
  if (pane.n === 0) return [];
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

/** A segment is watched by one stream: its errors, or its absolute error. */
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
