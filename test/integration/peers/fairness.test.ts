import { describe, expect, it } from 'vitest';

import { CRITERIA, type Criterion } from '../../../src/fairness/index.js';
import { pythonService, titled } from '../../services/index.js';
import { agreements, type Comparison } from './agreement.js';
import { fairnessComparisons } from './fairness-cases.js';
import { randomOf } from './seed.js';

const python = pythonService();
const ROUNDS = 60;

describe.skipIf(python.missing !== undefined)(titled('fairness beside fairlearn', python), () => {
  const random = randomOf(7);
  const draws = Object.fromEntries(
    (Object.keys(CRITERIA) as Criterion[]).map((criterion) => [
      criterion,
      (): Comparison[] => Array.from({ length: ROUNDS }, () => fairnessComparisons(random, criterion)),
    ]),
  );
  const agreement = agreements(python, draws);

  it.each(Object.keys(draws))('agrees to 1e-9, in one piece and in parts: %s', (title) => {
    const defined = agreement(title);
    // Gaps that are undefined are among them, and they are not all there is.
    expect(defined).toBeGreaterThan(0.5);
    expect(defined).toBeLessThan(1);
  });
});
