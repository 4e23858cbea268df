import { describe, expect, it } from 'vitest';
import { fitRateBlocks, rateBlockEValues } from '../../../detectors/rate-blocks.js';
import { excessEValues, fitExcessBet } from '../../../detectors/excess-bet.js';
import { seededRandom } from '../../../detectors/random.js';
import { shiryaevRoberts } from '../../../detectors/shiryaev-roberts.js';
import { normal } from '../../support/synthetic-panes.js';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the excess bet', () => {
  it('is 1 + stake (excess / m0 - 1)', () => {
    const bet = { median: 1, m0: 2 };
    [1.1, 1.25, 1.5, 1.75, 1.9].forEach((value, i) =>
      expect(excessEValues(bet, 5)[i]).toBeCloseTo(value, 12),
    );
    [0.9, 0.75, 0.5, 0.25, 0.1].forEach((value, i) =>
      expect(excessEValues(bet, -7)[i]).toBeCloseTo(value, 12),
    );
  });

  it('has e-values of at most 1 on average when the tails are heavy', () => {
    const random = seededRandom(1);
    const heavy = (): number => normal(random) / Math.sqrt(random() + 0.05);
    const perReference = Array.from({ length: 200 }, () => {
      const bet = fitExcessBet(Array.from({ length: 42 }, heavy));
      return mean(Array.from({ length: 400 }, () => mean(excessEValues(bet, heavy()))));
    });
    expect(perReference.filter((value) => value > 1.02).length / 200).toBeLessThan(0.12);
  });

  it('is not decided by one unit, however bad', () => {
    const random = seededRandom(2);
    const bet = fitExcessBet(Array.from({ length: 42 }, () => normal(random)));
    expect(Math.max(...excessEValues(bet, 1e9))).toBeLessThan(13);
    const constant = fitExcessBet(Array.from({ length: 42 }, () => 0));
    expect(Math.max(...excessEValues(constant, 1e9))).toBeLessThan(25);
  });
});

describe('the over-dispersed e-pane', () => {
  const random = seededRandom(3);
  /** Blocks of 10,000 rows whose rates move as if each had about 40. */
  const blocks = (count: number, rate: number) =>
    Array.from({ length: count }, () => {
      const p = Math.min(1, Math.max(0, rate + 0.06 * normal(random)));
      return { n: 10_000, errors: Math.round(10_000 * p) };
    });

  it('learns how much more than by chance the blocks move', () => {
    const { phi, m0 } = fitRateBlocks(blocks(42, 0.2));
    expect(phi).toBeGreaterThan(150);
    expect(m0).toBeGreaterThan(0.2);
    expect(m0).toBeLessThan(0.26);
    const drawn = fitRateBlocks(Array.from({ length: 42 }, (_, i) => ({ n: 100, errors: 19 + (i % 3) })));
    expect(drawn.phi).toBe(1);
  });

  it('has e-values of at most 1 on average, and finds ten points within a few blocks', () => {
    const model = fitRateBlocks(blocks(42, 0.2));
    expect(mean(blocks(2_000, 0.2).map((block) => mean(rateBlockEValues(model, block))))).toBeLessThan(1.02);
    const delays = Array.from({ length: 50 }, () => {
      let sums = rateBlockEValues(model, { errors: 0, n: 0 }).map(() => 0);
      for (let day = 1; day < 60; day++) {
        const [block] = blocks(1, 0.3);
        const eValues = block ? rateBlockEValues(model, block) : [];
        sums = sums.map((sum, i) => shiryaevRoberts(sum, eValues[i] ?? 1));
        if (mean(sums) >= 100) return day;
      }
      return 60;
    }).sort((a, b) => a - b);
    expect(delays[25]).toBeLessThanOrEqual(10);
  });

  it('says nothing of an empty block', () => {
    const model = fitRateBlocks([
      { errors: 2, n: 10 },
      { errors: 0, n: 0 },
    ]);
    expect(rateBlockEValues(model, { errors: 0, n: 0 })).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('Shiryaev-Roberts', () => {
  it('is the sum of the products from every start, and stays finite', () => {
    const eValues = [2, 0.5, 3];
    expect(eValues.reduce(shiryaevRoberts, 0)).toBe(2 * 0.5 * 3 + 0.5 * 3 + 3);
    expect(shiryaevRoberts(1e300, 1e10)).toBe(1e300);
  });
});
