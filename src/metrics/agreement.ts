import { classCounts } from './confusion-matrix.js';
import { measured, NO_ROWS, undefinedBecause, type Measured } from './measured.js';

/**
 * Matthews correlation coefficient, -1 to 1: the correlation of predicted and actual classes (Gorodkin's R_K for more
 * than two), 0 for guessing whatever the classes' shares.
 * @example matthewsCorrelation(confusionOf(['1', '1', '0', '0'], ['1', '0', '0', '0'])).value; // 0.5774
 */
export function matthewsCorrelation(confusion: ReadonlyMap<string, number>): Measured {
  const { rows, right, chance, predictedSquares, actualSquares } = totals(confusion);
  if (rows === 0) return NO_ROWS;
  const [predictedSpread, actualSpread] = [rows * rows - predictedSquares, rows * rows - actualSquares];
  if (actualSpread === 0) return undefinedBecause('only one class happened');
  if (predictedSpread === 0) return undefinedBecause('only one class was predicted');
  return measured((right * rows - chance) / (Math.sqrt(predictedSpread) * Math.sqrt(actualSpread)));
}

/**
 * Cohen's kappa: the accuracy beyond that of guessing with the same shares of classes; 1 is perfect, 0 guessing.
 * @example cohensKappa(confusionOf(['1', '1', '0', '0'], ['1', '0', '0', '0'])).value; // 0.5
 */
export function cohensKappa(confusion: ReadonlyMap<string, number>): Measured {
  const { rows, right, chance } = totals(confusion);
  if (rows === 0) return NO_ROWS;
  const possible = rows * rows - chance;
  if (possible === 0) return undefinedBecause('one class only, both predicted and actual');
  return measured((right * rows - chance) / possible);
}

function totals(confusion: ReadonlyMap<string, number>) {
  let [rows, right, chance, predictedSquares, actualSquares] = [0, 0, 0, 0, 0];
  for (const counts of classCounts(confusion)) {
    rows += counts.actual;
    right += counts.right;
    chance += counts.predicted * counts.actual;
    predictedSquares += counts.predicted ** 2;
    actualSquares += counts.actual ** 2;
  }
  return { rows, right, chance, predictedSquares, actualSquares };
}
