import { describe, expect, it } from 'vitest';

import { pythonService, titled } from '../../services/index.js';
import { agreements, type Comparison } from './agreement.js';
import { binaryComparison, labelComparisons } from './label-cases.js';
import { numberComparison } from './number-cases.js';
import { histogramComparison, multiclassComparison, scoreComparison } from './score-cases.js';
import { randomOf } from './seed.js';

const python = pythonService();

describe.skipIf(python.missing !== undefined)(titled('metrics beside scikit-learn', python), () => {
  const random = randomOf(3);
  const times = (rounds: number, draw: () => Comparison | Comparison[]) => (): Comparison[] =>
    Array.from({ length: rounds }, draw).flat();
  const draws = {
    'labels of up to 12 classes, rare and absent ones too': times(100, () => labelComparisons(random)),
    'one class against the others': times(150, () => binaryComparison(random)),
    probabilities: times(150, () => scoreComparison(random)),
    'probabilities of several classes': times(100, () => multiclassComparison(random)),
    numbers: times(150, () => numberComparison(random)),
    'areas from histograms': times(150, () => histogramComparison(random)),
  };
  const agreement = agreements(python, draws);

  it.each(Object.keys(draws))('agree to 1e-9, in one piece and in parts: %s', (title) => {
    const defined = agreement(title);
    // Undefined values are among them wherever there are such, and they are not all there is.
    expect(defined).toBeGreaterThan(0.2);
    if (title === 'probabilities of several classes') expect(defined).toBe(1);
    else expect(defined).toBeLessThan(1);
  });
});
