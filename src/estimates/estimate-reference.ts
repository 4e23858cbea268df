import { seededRandom } from '../../detectors/random.js';
import { sumValue } from '../aggregates/exact-sum.js';
import { coarsenLossBins, emptyLossBins, mergeLossBins, type LossBins } from '../aggregates/loss-bins.js';
import type { OutcomePane } from '../aggregates/outcome-pane.js';
import type { Task } from '../events/event.js';
import { classifierEstimator, type ClassifierEstimator } from './classifier-estimator.js';
import { confidenceReference } from './confidence.js';
import { lossByAnswer, type LossByAnswer, type LossCell } from './loss-by-answer.js';
import { binaryReference } from './reference-bins.js';

/**
 * What a reference teaches about performance without outcomes: plain JSON of some ten to forty kilobytes, that rides in the
 * reference's record. Classifiers: how often which score came true; regressions: the loss at each answer.
 */
export type EstimateReference =
  | { readonly task: 'binary' | 'multiclass'; readonly estimator: ClassifierEstimator }
  | {
      readonly task: 'regression';
      /** Bins of the answer: keys of `floatKey` >>> shift, ascending; the losses have one bin more, for all other answers. */
      readonly shift: number;
      readonly keys: readonly number[];
      readonly losses: LossByAnswer;
    };

/** Bootstraps are drawn from this: equal panes have equal estimates. */
const SEED = 1;

/**
 * Learns from the outcome panes of a reference, a day each.
 *
 * @returns the reason, in words, where there are too few panes with outcomes (and scores) to learn from, or nothing can be:
 * a list says nothing of how good it is
 */
export function estimateReference(
  panes: readonly OutcomePane[],
  task: Task,
): EstimateReference | { readonly reason: string } {
  if (task === 'ranking') return { reason: 'a ranked list alone does not tell how good it is' };
  const random = seededRandom(SEED);
  try {
    if (task === 'binary') {
      return { task, estimator: classifierEstimator(task, binaryReference(panes), random) };
    }
    if (task === 'multiclass') {
      return { task, estimator: classifierEstimator(task, confidenceReference(panes), random) };
    }
    const { shift, keys, cells } = cellsOf(panes.map(({ losses }) => losses));
    return { task, shift, keys, losses: lossByAnswer(cells, random) };
  } catch (error) {
    if (error instanceof RangeError) return { reason: error.message };
    throw error;
  }
}

/** The tables of all panes on the bins of their union. */
function cellsOf(tables: readonly LossBins[]) {
  const all = emptyLossBins();
  for (const table of tables) mergeLossBins(all, table);
  const keys = [...all.bins.keys()].sort((a, b) => a - b);
  const cells = tables.map((table): LossCell[] => {
    const own = emptyLossBins();
    mergeLossBins(own, table);
    coarsenLossBins(own, all.shift);
    return [...keys, null].map((key) => {
      const bin = key === null ? undefined : own.bins.get(key);
      if (!bin) return { n: 0, sum: 0, sumSquares: 0 };
      return { n: bin.n, sum: sumValue(bin.loss), sumSquares: sumValue(bin.squares) };
    });
  });
  return { shift: all.shift, keys, cells };
}
