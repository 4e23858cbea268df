import { sortedBins } from '../aggregates/numeric-histogram.js';
import type { OutcomePane } from '../aggregates/outcome-pane.js';
import { LARGEST_SQUARED } from '../aggregates/outcome-scale.js';
import type { Task } from '../events/event.js';
import { classCounts } from './confusion-matrix.js';
import { commonestClass, shareOf, type OutcomeSummary } from './outcome-summary.js';
import type { Values } from './pane-metrics.js';
import { squaresAround } from './regression-errors.js';

/** What a forecast without a model may know when a pane begins. */
export interface KnownBefore {
  /** Of the unit before (a day): the order-free form of "the previous label". */
  readonly previous?: OutcomeSummary | null;
  /** Of the reference. */
  readonly reference?: OutcomeSummary | null;
}

/**
 * What a pane's outcomes would have cost without a model, in the model's own metrics: to be beaten, or the model is worth
 * nothing. Names are `baseline:RULE:METRIC`. The rules are `previous`: say what was most frequent (or the mean) in the unit
 * before; `majority` and `mean`: what was so in the reference. Log loss and Brier score are those of giving each class its
 * share as probability. Lists have none. All of it depends on sets of outcomes only, never on their order.
 */
export function baselineValues(pane: OutcomePane, task: Task, known: KnownBefore): Values {
  const values: Values = {};
  if (task === 'ranking') return values;
  const rules = [
    ['previous', known.previous],
    [task === 'regression' ? 'mean' : 'majority', known.reference],
  ] as const;
  for (const [rule, summary] of rules) {
    if (!summary) continue;
    const metrics =
      task === 'regression' ? constantNumber(pane, summary) : constantClass(pane, task, summary);
    for (const [metric, value] of Object.entries(metrics)) {
      if (Number.isFinite(value)) values[`baseline:${rule}:${metric}`] = value;
    }
  }
  return values;
}

function constantClass(pane: OutcomePane, task: Task, summary: OutcomeSummary): Values {
  const happened = classCounts(pane.confusion).filter(({ actual }) => actual > 0);
  const rows = happened.reduce((sum, { actual }) => sum + actual, 0);
  const common = commonestClass(summary);
  if (rows === 0 || common === null) return {};
  const share = shareOf(summary);
  const squares = Object.keys(summary.classes).reduce((sum, label) => sum + share(label) ** 2, 0);
  let [right, loss, distance] = [0, 0, 0];
  for (const { label, actual } of happened) {
    const p = share(label);
    if (label === common) right += actual;
    loss -= actual * Math.log(p);
    // A class that was never seen has no place among the squares.
    const own = Object.hasOwn(summary.classes, label) ? (1 - p) ** 2 - p ** 2 : 1;
    distance += actual * (task === 'binary' ? (1 - p) ** 2 : squares + own);
  }
  return { accuracy: right / rows, logLoss: loss / rows, brier: distance / rows };
}

function constantNumber({ outcomes, scale }: OutcomePane, { mean }: OutcomeSummary): Values {
  const h = outcomes.numeric;
  if (!h || h.n === 0 || mean === null) return {};
  const distance = sortedBins(h).reduce(
    (sum, { low, high, count }) => sum + count * Math.abs(clipped(low / 2 + high / 2, h.min, h.max) - mean),
    0,
  );
  const mae = distance / h.n;
  if (Math.max(Math.abs(mean), -h.min, h.max) > LARGEST_SQUARED) return { mae };
  const squared = squaresAround({ n: h.n, outcomes: h.sum, outcomeSquares: scale.squares }, mean);
  return { mae, rmse: Math.sqrt(Math.max(0, squared) / h.n) };
}

function clipped(x: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, x));
}
