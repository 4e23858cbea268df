/** What the predictions of one pane say on the data track: the same functions make the reference and read the stream. */
import { concentrationPane, volumePane } from '../../../detectors/fast/index.js';
import type { DistributionPane, EvidencePane, MeanPane, RatePane } from '../../../detectors/pane.js';
import type { FeatureCounts } from '../../aggregates/feature-counts.js';
import { sortedBins, type NumericHistogram } from '../../aggregates/numeric-histogram.js';
import type { PredictionPane } from '../../aggregates/prediction-pane.js';
import { countsIn, faultBins, type Bins } from '../bins.js';
import { expectedLoss } from '../expected-loss.js';
import {
  EXPECTED_LOSS_STREAM,
  FAILURES_STREAM,
  faultyStream,
  frozenStream,
  LATENCY_STREAM,
  OUTCOME_STREAM,
  PREDICTION_STREAM,
  subjectOf,
  VOLUME_STREAM,
} from './stream-names.js';

/** Where a pane lies. */
export interface Place {
  readonly scale: number;
  readonly start: number;
}

/** What stands for the model's answer as a distribution: the score where there is one; of a list how long it is. */
export function answerOf(pane: Pick<PredictionPane, 'answers'>): FeatureCounts | undefined {
  const { answers } = pane;
  return answers.get('score') ?? answers.get('value') ?? answers.get('label') ?? answers.get('places');
}

/** Counts of one pane's features and answers in the reference's bins, by stream. */
export function countsOf(
  pane: Pick<PredictionPane, 'features' | 'answers'>,
  bins: Readonly<Record<string, Bins>>,
): Map<string, number[]> {
  const counts = new Map<string, number[]>();
  for (const [stream, own] of Object.entries(bins)) {
    if (stream === OUTCOME_STREAM) continue;
    const subject = subjectOf(stream);
    const feature = subject.about === 'input' ? pane.features.get(subject.feature) : answerOf(pane);
    counts.set(stream, countsIn(own, feature));
  }
  return counts;
}

/** Distributions of features and answers. */
export function distributionPanes(
  counts: ReadonlyMap<string, readonly number[]>,
  place: Place,
): DistributionPane[] {
  return [...counts].map(([stream, own]) => ({
    kind: 'distribution',
    stream,
    ...place,
    n: own.reduce((sum, count) => sum + count, 0),
    counts: own,
  }));
}

/**
 * How whole each feature is, as rates: values that are missing or of another type, and how much of it stands in one place.
 * Asked of the finest panes only: over a day a distribution shows the same.
 */
export function integrityPanes(
  distributions: readonly DistributionPane[],
  bins: Readonly<Record<string, Bins>>,
): RatePane[] {
  return distributions.flatMap((pane): RatePane[] => {
    const own = bins[pane.stream];
    if (!own || pane.stream === PREDICTION_STREAM) return [];
    const { scale, start, n, counts } = pane;
    const subject = subjectOf(pane.stream);
    const feature = subject.about === 'input' ? subject.feature : pane.stream;
    const { missing, otherType } = faultBins(own);
    const errors = (counts[missing] ?? 0) + (counts[otherType] ?? 0);
    return [
      { kind: 'rate', stream: faultyStream(feature), scale, start, n, errors },
      { ...concentrationPane(pane), stream: frozenStream(feature) },
    ];
  });
}

/** Failures of the scorer, and the logarithm of its latency in ms: half as fast and twice as fast are equally far. */
export function servicePanes(
  pane: Pick<PredictionPane, 'n' | 'failed' | 'latency'>,
  place: Place,
): EvidencePane[] {
  const panes: EvidencePane[] = [];
  if (pane.n > 0) {
    panes.push({ kind: 'rate', stream: FAILURES_STREAM, ...place, n: pane.n, errors: pane.failed });
  }
  const latency = logMoments(pane.latency);
  if (latency.n > 0) panes.push({ kind: 'mean', stream: LATENCY_STREAM, ...place, ...latency });
  return panes;
}

/** How many predictions came; given for empty panes too. */
export function volumeOf(rows: number, place: Place): MeanPane {
  return volumePane(VOLUME_STREAM, place.scale, place.start, rows);
}

/** The loss that a binary classifier's own scores expect; null where it gives none. */
export function expectedLossPane(pane: Pick<PredictionPane, 'answers'>, place: Place): MeanPane | null {
  const scores = pane.answers.get('score')?.numeric;
  if (!scores || scores.n === 0) return null;
  return { kind: 'mean', stream: EXPECTED_LOSS_STREAM, ...place, ...expectedLoss(scores) };
}

/** Times below a microsecond, in ms, are all the same. */
const LEAST_MS = 1e-3;

function logMoments(histogram: NumericHistogram): Pick<MeanPane, 'n' | 'sum' | 'sumSquares'> {
  let [n, sum, sumSquares] = [0, 0, 0];
  for (const { low, high, count } of sortedBins(histogram)) {
    const value = Math.log(Math.max(LEAST_MS, low / 2 + high / 2));
    n += count;
    sum += count * value;
    sumSquares += count * value * value;
  }
  return { n, sum, sumSquares };
}
