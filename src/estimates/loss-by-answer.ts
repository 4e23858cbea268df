import type { Random } from '../../detectors/random.js';
import { drawNormal, drawWeights } from './draw.js';
import { extraDeviation, intervalOf, type Estimate } from './interval.js';

/** Losses (absolute errors) of joined rows whose answer fell into one bin, in one pane. */
export interface LossCell {
  readonly n: number;
  readonly sum: number;
  readonly sumSquares: number;
}

/** What the reference teaches about the loss of a regression, by the bin of its answer. Plain data. */
export interface LossByAnswer {
  /** Mean loss by bin; bins that the reference never had take the overall mean. */
  readonly means: readonly number[];
  /** Variance of one row's loss by bin. */
  readonly variances: readonly number[];
  /** Bins without any row in the reference. */
  readonly unseen: readonly boolean[];
  /** Mean losses by bin of bootstrap samples of the reference's panes. */
  readonly resampled: readonly (readonly number[])[];
  /** Standard deviation from pane to pane beyond the number of rows, in units of the loss. */
  readonly extra: number;
}

/** So many bootstrap samples; each is carried in the reference's record. */
const RESAMPLES = 60;
/** Errors are drawn so often for each of them. */
const DRAWS_A_SAMPLE = 3;
/** Digits of a bootstrapped mean, beyond which it knows nothing. */
const DIGITS = 6;
const LEAST_PANES = 10;

/**
 * @param panes  of each reference pane (a day), one cell for each bin of the answer
 * @throws RangeError for fewer than 10 panes with losses, or panes of different numbers of bins
 */
export function lossByAnswer(panes: readonly (readonly LossCell[])[], random: Random): LossByAnswer {
  const bins = panes[0]?.length ?? 0;
  const odd = panes.find((cells) => cells.length !== bins);
  if (odd)
    throw new RangeError(`panes have the same bins, but one has ${odd.length} and the first has ${bins}`);
  const used = panes.filter((cells) => cells.some(({ n }) => n > 0));
  if (used.length < LEAST_PANES) {
    throw new RangeError(
      `a loss estimate needs ${LEAST_PANES} reference panes with outcomes, but there are ${used.length}: ` +
        'wait for more days, or give a longer reference',
    );
  }
  const once = used.map(() => 1);
  const cells = pooled(used, once);
  const means = meansOf(cells);
  const variances = cells.map(({ n, sum, sumSquares }) =>
    n > 1 ? Math.max(0, (sumSquares - sum ** 2 / n) / (n - 1)) : 0,
  );
  const resampled = Array.from({ length: RESAMPLES }, () =>
    // A bin that only the left-out panes have: what is known of it stays as it is.
    meansOf(pooled(used, drawWeights(random, used.length))).map((mean, i) => mean ?? means[i]),
  );
  const overall = overallMean(cells);
  const filled = means.map((mean) => mean ?? overall);
  const extra = extraDeviation(
    used.map((pane) => {
      const rows = pane.map(({ n }) => n);
      const total = rows.reduce((sum, n) => sum + n, 0);
      const realised = pane.reduce((sum, cell) => sum + cell.sum, 0) / total;
      return { residual: realised - weighted(rows, filled), variance: weighted(rows, variances) / total };
    }),
  );
  return {
    means: filled,
    variances,
    unseen: cells.map(({ n }) => n === 0),
    resampled: resampled.map((sample) => sample.map((mean) => Number((mean ?? overall).toPrecision(DIGITS)))),
    extra,
  };
}

/**
 * The mean absolute error that a pane's answers lead one to expect, and its interval. Blind to concept drift: it is right
 * only while the loss at a given answer is that of the reference; and to answers that move within their bin, so take
 * many (some 40). null for a pane without answers.
 *
 * @param counts  rows of the pane by bin of the answer
 */
export function estimateLoss(
  { means, variances, unseen, resampled, extra }: LossByAnswer,
  counts: readonly number[],
  random: Random,
): { readonly loss: Estimate; readonly outside: number } | null {
  const rows = counts.reduce((sum, n) => sum + n, 0);
  if (rows === 0) return null;
  if (counts.length !== means.length) {
    throw new RangeError(
      `the reference has ${means.length} bins of the answer, the pane ${counts.length}: use the same`,
    );
  }
  const deviation = Math.sqrt(weighted(counts, variances) / rows + extra ** 2);
  const replicates = resampled.flatMap((sample) => {
    const mean = weighted(counts, sample);
    return Array.from({ length: DRAWS_A_SAMPLE }, () => mean + deviation * drawNormal(random));
  });
  const outside = counts.reduce((sum, n, i) => sum + (unseen[i] ? n : 0), 0) / rows;
  return {
    loss: intervalOf(weighted(counts, means), replicates, { least: 0, most: Infinity }),
    outside,
  };
}

function pooled(panes: readonly (readonly LossCell[])[], weights: readonly number[]): LossCell[] {
  const cells = (panes[0] as readonly LossCell[]).map(() => ({ n: 0, sum: 0, sumSquares: 0 }));
  panes.forEach((pane, at) => {
    const weight = weights[at] as number;
    pane.forEach(({ n, sum, sumSquares }, i) => {
      const cell = cells[i] as (typeof cells)[number];
      cell.n += weight * n;
      cell.sum += weight * sum;
      cell.sumSquares += weight * sumSquares;
    });
  });
  return cells;
}

/** null where a bin has no rows. */
function meansOf(cells: readonly LossCell[]): (number | null)[] {
  return cells.map(({ n, sum }) => (n === 0 ? null : sum / n));
}

function overallMean(cells: readonly LossCell[]): number {
  const n = cells.reduce((total, cell) => total + cell.n, 0);
  return cells.reduce((total, cell) => total + cell.sum, 0) / n;
}

/** Mean of `values` over rows. */
function weighted(rows: readonly number[], values: readonly number[]): number {
  let [sum, total] = [0, 0];
  for (const [i, n] of rows.entries()) {
    sum += n * (values[i] as number);
    total += n;
  }
  return sum / total;
}
