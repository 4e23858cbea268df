/** What detectors are made of, beside SciPy: KSWIN's statistic and its p for the same sample, and the distributions. */
import { describe, expect, it } from 'vitest';

import { largestCountDifference, tailOfCountDifference } from '../../../detectors/equal-samples-ks.js';
import { upperF, upperT } from '../../../detectors/f-quantile.js';
import { normalUpperTail } from '../../../detectors/normal-tail.js';
import type { Random } from '../../../detectors/random.js';
import { pythonService, titled } from '../../services/index.js';
import { agreements, type Comparison } from './agreement.js';
import { betweenLogs, randomStream, whole } from './random-streams.js';
import { randomOf } from './seed.js';

const python = pythonService();

/** Two samples of one size, of one stream or of two; with ties or without. */
function kswin(random: Random): Comparison {
  const a = randomStream(random, 'number', 300);
  const other = random() < 0.5 ? a.map((value) => value * random()) : randomStream(random, 'number', 300);
  const b = a.map((value, index) => other[index] ?? value);
  return {
    ask: 'scipy.ks',
    of: [a, b, 'exact'],
    ours: () => {
      const difference = largestCountDifference(Float64Array.from(a).sort(), Float64Array.from(b).sort());
      return [difference / a.length, tailOfCountDifference(a.length, difference)];
    },
  };
}

function distributions(random: Random): Comparison[] {
  const [z, tail] = [12 * random() - 4, betweenLogs(random, 1e-9, 0.5)];
  const [d1, d2] = [betweenLogs(random, 1, 1e4), betweenLogs(random, 1, 1e4)];
  const df = whole(random, 1, 10_000);
  return [
    { ask: 'scipy.norm', of: [z], ours: () => [normalUpperTail(z)] },
    { ask: 'scipy.upper_f', of: [tail, d1, d2], ours: () => [upperF(tail, d1, d2)] },
    { ask: 'scipy.upper_t', of: [tail, df], ours: () => [upperT(tail, df)] },
  ];
}

describe.skipIf(python.missing !== undefined)(titled('pieces of detectors beside SciPy', python), () => {
  const random = randomOf(2);
  const draws = {
    "KSWIN's statistic and p": () => Array.from({ length: 150 }, () => kswin(random)),
    'tails and quantiles': () => Array.from({ length: 150 }, () => distributions(random)).flat(),
  };
  const agreement = agreements(python, draws);

  it.each(Object.keys(draws))('agree to 1e-9: %s', (title) => {
    expect(agreement(title)).toBe(1);
  });
});
