import type { Random } from '../../detectors/random.js';
import {
  calibratedProbability,
  calibrationOf,
  type Calibration,
  type ScoredOutcomes,
} from './calibration.js';
import type { AnsweredBin, LabelledBin } from './class-scores.js';
import { drawBinomial, drawWeights } from './draw.js';
import { extraDeviation } from './interval.js';
import { tallyOf, type ClassTally } from './tally.js';
import {
  binaryMetrics,
  ESTIMATED_METRICS,
  multiclassMetrics,
  type EstimatedMetric,
  type MetricValues,
} from './tally-metrics.js';

/** One pane, by class: binary has the class '1' alone. */
export type ClassBins<B> = ReadonlyMap<string, readonly B[]>;

/** What the reference teaches about the scores of a classifier. Plain data, made once a reference. */
export interface ClassifierEstimator {
  readonly task: 'binary' | 'multiclass';
  readonly classes: readonly {
    readonly label: string;
    readonly calibration: Calibration;
    /** Least and greatest score of the reference. */
    readonly range: readonly [number, number];
    /** Calibrations of bootstrap samples of the reference's panes: their probabilities at the scores of `calibration`. */
    readonly resampled: readonly (readonly number[])[];
  }[];
  /** Standard deviation of each metric from pane to pane beyond the number of rows. */
  readonly extra: Readonly<Record<EstimatedMetric, number>>;
}

/** With fewer, how much calibration varies from pane to pane is a guess. */
export const LEAST_REFERENCE_PANES = 10;
/** So many bootstrap samples; each is carried in the reference's record. */
const RESAMPLES = 60;
/** Draws of a reference pane's outcomes, for the variance that its rows explain. */
const DRAWS = 12;

/**
 * Learns from the panes of the reference (days: the unit that is exchangeable) how often which score came true, and how
 * sure that is. Same panes and same random numbers, same estimator.
 *
 * @throws RangeError for fewer than `LEAST_REFERENCE_PANES` panes with scored outcomes
 */
export function classifierEstimator(
  task: 'binary' | 'multiclass',
  panes: readonly ClassBins<LabelledBin>[],
  random: Random,
): ClassifierEstimator {
  const used = panes.filter((pane) => [...pane.values()].some((bins) => bins.length > 0));
  if (used.length < LEAST_REFERENCE_PANES) {
    throw new RangeError(
      `estimates need ${LEAST_REFERENCE_PANES} reference panes with scores and outcomes, but there are ` +
        `${used.length}: wait for more days, or give a longer reference`,
    );
  }
  const labels = [...new Set(used.flatMap((pane) => [...pane.keys()]))].sort();
  const scores = labels.map((label) => pooledScores(used.map((pane) => pane.get(label) ?? [])));
  const once = used.map(() => 1);
  const samples = Array.from({ length: RESAMPLES }, () => drawWeights(random, used.length));
  const base = {
    task,
    classes: labels.map((label, i) => {
      const pooled = scores[i] as PooledScores;
      const rows = pooled(once);
      const calibration = calibrationOf(rows);
      const range = [rows[0]?.score ?? NaN, rows.at(-1)?.score ?? NaN] as const;
      const resampled = samples.map((weights) => resampledAt(calibration, pooled(weights)));
      return { label, calibration, range, resampled };
    }),
  };
  return { ...base, extra: extraDeviations(base, used, random) };
}

/** A millionth of a probability is far below what a bootstrap knows. */
const MILLIONTHS = 1e6;

/** The probabilities of a bootstrap sample at the scores of the calibration of all panes. */
function resampledAt(calibration: Calibration, rows: readonly ScoredOutcomes[]): number[] {
  // A class that only the left-out panes have: what is known of it stays as it is.
  const sample = rows.length === 0 ? calibration : calibrationOf(rows);
  return calibration.scores.map(
    (score) => Math.round(calibratedProbability(sample, score) * MILLIONTHS) / MILLIONTHS,
  );
}

interface Labelled {
  readonly task: ClassifierEstimator['task'];
  readonly classes: readonly { readonly label: string; readonly calibration: Calibration }[];
}

/** The metrics of a pane's bins under given calibrations, as expected or drawn. */
export function metricsUnder<B extends AnsweredBin>(
  { task, classes }: Labelled,
  pane: ClassBins<B>,
  tally: (bins: readonly B[], classIndex: number) => ClassTally,
): MetricValues {
  const tallies = classes.map(({ label }, i) => tally(pane.get(label) ?? [], i));
  if (task === 'binary') return binaryMetrics(tallies[0] as ClassTally);
  return multiclassMetrics(tallies, rowsOf(pane));
}

/** Rows of a pane: those answered with any of its classes (binary: or with none). */
export function rowsOf(pane: ClassBins<AnsweredBin>): number {
  let rows = 0;
  for (const bins of pane.values())
    rows = Math.max(
      rows,
      bins.reduce((n, { said, unsaid }) => n + said + unsaid, 0),
    );
  return rows;
}

export function expectedTally(bins: readonly AnsweredBin[], calibration: Calibration): ClassTally {
  return tallyOf(bins, ({ score, said, unsaid }) => {
    const p = calibratedProbability(calibration, score);
    return { said: said * p, unsaid: unsaid * p, withItself: (said + unsaid) * p * (1 - p) };
  });
}

export function drawnTally(
  bins: readonly AnsweredBin[],
  calibration: Calibration,
  random: Random,
): ClassTally {
  return tallyOf(bins, ({ score, said, unsaid }) => {
    const p = calibratedProbability(calibration, score);
    return { said: drawBinomial(random, said, p), unsaid: drawBinomial(random, unsaid, p), withItself: 0 };
  });
}

export function realisedTally(bins: readonly LabelledBin[]): ClassTally {
  return tallyOf(bins, ({ saidPositive, unsaidPositive }) => ({
    said: saidPositive,
    unsaid: unsaidPositive,
    withItself: 0,
  }));
}

function extraDeviations(
  base: Labelled,
  panes: readonly ClassBins<LabelledBin>[],
  random: Random,
): Record<EstimatedMetric, number> {
  const calibrations = base.classes.map(({ calibration }) => calibration);
  const of = (i: number) => calibrations[i] as Calibration;
  const studied = panes.map((pane) => ({
    realised: metricsUnder(base, pane, (bins) => realisedTally(bins)),
    expected: metricsUnder(base, pane, (bins, i) => expectedTally(bins, of(i))),
    drawn: Array.from({ length: DRAWS }, () =>
      metricsUnder(base, pane, (bins, i) => drawnTally(bins, of(i), random)),
    ),
  }));
  const entries = ESTIMATED_METRICS.map((metric) => {
    const known = studied.flatMap(({ realised, expected, drawn }) => {
      const [now, then] = [realised[metric], expected[metric]];
      if (now === undefined || then === undefined) return [];
      const variance = varianceOf(drawn.flatMap((values) => values[metric] ?? []));
      return [{ residual: now - then, variance }];
    });
    return [metric, extraDeviation(known)] as const;
  });
  return Object.fromEntries(entries) as Record<EstimatedMetric, number>;
}

function varianceOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
}

type PooledScores = (weights: readonly number[]) => ScoredOutcomes[];

/** The rows of all panes by score, each pane taken as often as its weight says. */
function pooledScores(panes: readonly (readonly LabelledBin[])[]): PooledScores {
  const scores = [...new Set(panes.flatMap((bins) => bins.map(({ score }) => score)))].sort((a, b) => a - b);
  const place = new Map(scores.map((score, i) => [score, i]));
  const placed = panes.map((bins) => bins.map((bin) => ({ bin, at: place.get(bin.score) as number })));
  return (weights) => {
    const rows = scores.map((score) => ({ score, positives: 0, negatives: 0 }));
    placed.forEach((bins, pane) => {
      const weight = weights[pane] as number;
      if (weight === 0) return;
      for (const { bin, at } of bins) {
        const positives = bin.saidPositive + bin.unsaidPositive;
        const row = rows[at] as (typeof rows)[number];
        row.positives += weight * positives;
        row.negatives += weight * (bin.said + bin.unsaid - positives);
      }
    });
    return rows.filter(({ positives, negatives }) => positives + negatives > 0);
  };
}
