import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitSurpriseTail, surprisePValue } from '../../../../detectors/fast/surprise-tail.js';
import { seededRandom } from '../../../../detectors/random.js';

const surprises = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 60 });
const nats = fc.double({ min: 0, max: 1e6, noNaN: true });

describe('the tail of the fast path', () => {
  it('gives a p-value above 0 that never rises with the surprise, for any reference', () => {
    fc.assert(
      fc.property(surprises, nats, nats, (reference, a, b) => {
        const tail = fitSurpriseTail(reference);
        const [lower, higher] = [surprisePValue(tail, Math.min(a, b)), surprisePValue(tail, Math.max(a, b))];
        expect(higher).toBeLessThanOrEqual(lower);
        expect(higher).toBeGreaterThan(0);
        expect(lower).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('does not depend on the order of the reference', () => {
    fc.assert(
      fc.property(surprises, (reference) => {
        const { total, ...tail } = fitSurpriseTail(reference);
        const { total: reversed, ...other } = fitSurpriseTail(reference.toReversed());
        expect(other).toEqual(tail);
        expect(reversed).toBe(total);
      }),
    );
  });

  it('says nothing of what every second unit reached, and little of one nat above a constant reference', () => {
    const tail = fitSurpriseTail(Array.from({ length: 42 }, () => 3));
    expect(surprisePValue(tail, 3)).toBe(1);
    expect(surprisePValue(tail, 4)).toBeGreaterThan(0.005);
  });

  it.each([
    ['as the models of the panes say', 1],
    ['longer, where they are wrong', 2],
  ])('keeps its p-values where the tail is exponential, %s', (_, scale) => {
    const random = seededRandom(5);
    const trials = 40_000;
    const unit = () => 4 - scale * Math.log(1 - random());
    const counts = new Map([0.1, 0.01, 0.001].map((level) => [level, 0]));
    let tail = fitSurpriseTail([0]);
    for (let trial = 0; trial < trials; trial++) {
      if (trial % 20 === 0) tail = fitSurpriseTail(Array.from({ length: 42 }, unit));
      const p = surprisePValue(tail, unit());
      for (const [level, count] of counts) if (p <= level) counts.set(level, count + 1);
    }
    for (const [level, count] of counts) {
      // The prior of one nat costs a little where the truth is two.
      const allowed = scale === 1 ? level : 3 * level;
      expect(count / trials).toBeLessThanOrEqual(allowed + 4 * Math.sqrt(allowed / trials));
    }
  });
});
