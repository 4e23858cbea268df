import { classCounts, type ClassCounts } from './confusion-matrix.js';
import { measured, NO_ROWS, undefinedBecause, type Measured } from './measured.js';

/**
 * How classes are put together: `binary` reads the positive class only; `micro` counts all rows alike; `macro` counts
 * all classes alike; `weighted` counts each class by its actual rows.
 */
export type Average =
  | { readonly average: 'binary'; readonly positive?: string }
  | { readonly average: 'micro' | 'macro' | 'weighted' };

type Confusion = ReadonlyMap<string, number>;

/**
 * Of the rows said to be of a class, the share that was.
 * @example precision(confusionOf(['1', '1', '0'], ['1', '0', '1'])).value; // 0.5
 */
export function precision(confusion: Confusion, of: Average = { average: 'binary' }): Measured {
  return averaged(confusion, of, {
    hits: ({ right }) => right,
    from: ({ predicted }) => predicted,
    missing: (label) => `class ${label} was never predicted`,
  });
}

/**
 * Of the rows that were of a class, the share that was said to be.
 * @example recall(confusionOf(['a', 'b', 'c'], ['a', 'b', 'b']), { average: 'macro' }).value; // 0.5
 */
export function recall(confusion: Confusion, of: Average = { average: 'binary' }): Measured {
  return averaged(confusion, of, {
    hits: ({ right }) => right,
    from: ({ actual }) => actual,
    missing: (label) => `class ${label} never happened`,
  });
}

/**
 * The harmonic mean of precision and recall: 2 right / (predicted + actual).
 * @example f1(confusionOf(['0', '0'], ['0', '0'])).reason; // class 1 was never predicted and never happened
 */
export function f1(confusion: Confusion, of: Average = { average: 'binary' }): Measured {
  return averaged(confusion, of, {
    hits: ({ right }) => 2 * right,
    from: ({ predicted, actual }) => predicted + actual,
    missing: (label) => `class ${label} was never predicted and never happened`,
  });
}

interface Share {
  readonly hits: (counts: ClassCounts) => number;
  readonly from: (counts: ClassCounts) => number;
  readonly missing: (label: string) => string;
}

/**
 * Inside of an average over classes, a class without predictions or occurrences counts 0: a model that never says a
 * class pays for it (scikit-learn's default).
 */
function averaged(confusion: Confusion, of: Average, { hits, from, missing }: Share): Measured {
  const classes = classCounts(confusion);
  if (classes.length === 0) return NO_ROWS;
  if (of.average === 'binary') {
    const positive = of.positive ?? '1';
    const counts = classes.find(({ label }) => label === positive);
    if (counts === undefined || from(counts) === 0) return undefinedBecause(missing(positive));
    return measured(hits(counts) / from(counts));
  }
  let [above, below] = [0, 0];
  for (const counts of classes) {
    if (of.average === 'micro') {
      above += hits(counts);
      below += from(counts);
      continue;
    }
    const weight = of.average === 'macro' ? 1 : counts.actual;
    above += from(counts) === 0 ? 0 : weight * (hits(counts) / from(counts));
    below += weight;
  }
  return measured(above / below);
}
