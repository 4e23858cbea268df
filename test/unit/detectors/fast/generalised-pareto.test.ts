import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitTail, tailPValue } from '../../../../detectors/fast/generalised-pareto.js';
import { seededRandom } from '../../../../detectors/random.js';

const scores = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 60 });
const score = fc.double({ min: -100, max: 1e6, noNaN: true });

describe('the tail of the fast path', () => {
  it('gives a p-value from 1e-9 to 1 that never rises with the score, for any reference', () => {
    fc.assert(
      fc.property(scores, score, score, (reference, a, b) => {
        const tail = fitTail(reference);
        const [lower, higher] = [tailPValue(tail, Math.min(a, b)), tailPValue(tail, Math.max(a, b))];
        expect(higher).toBeLessThanOrEqual(lower);
        expect(higher).toBeGreaterThanOrEqual(1e-9);
        expect(lower).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is the plain rank inside the body', () => {
    const tail = fitTail(Array.from({ length: 10 }, (_, index) => index));
    expect(tailPValue(tail, 0)).toBeCloseTo(1, 12); // (10 + 1) / 11
    expect(tailPValue(tail, 4)).toBeCloseTo(7 / 11, 12);
    expect(tailPValue(tail, 4.5)).toBeCloseTo(6 / 11, 12);
  });

  it('does not depend on the order of the reference', () => {
    fc.assert(
      fc.property(scores, (reference) => {
        expect(fitTail(reference.toReversed())).toEqual(fitTail(reference));
      }),
    );
  });

  it('finds the shape of a heavy tail from many units, and never a lighter one than .2', () => {
    const random = seededRandom(3);
    const heavy = Array.from({ length: 20_000 }, () => (1 - random()) ** -0.5); // Pareto of shape .5
    const { shape } = fitTail(heavy);
    expect(shape).toBeGreaterThan(0.4);
    expect(shape).toBeLessThan(0.55);
    expect(fitTail(Array.from({ length: 20_000 }, () => random())).shape).toBe(0.2);
  });

  it('keeps a finite scale on a constant reference', () => {
    const tail = fitTail(Array.from({ length: 42 }, () => 1));
    expect(tailPValue(tail, 1)).toBe(1);
    expect(tailPValue(tail, 100)).toBeLessThan(1e-5);
  });

  it('is super-uniform where the truth is lighter: no p-value comes more often than it says', () => {
    const random = seededRandom(5);
    const trials = 20_000;
    let tail = fitTail([0]);
    const maxima = () => Math.max(...Array.from({ length: 10 }, () => -Math.log(1 - random())));
    const counts = new Map([0.2, 0.05, 0.01, 0.001].map((level) => [level, 0]));
    for (let trial = 0; trial < trials; trial++) {
      if (trial % 40 === 0) tail = fitTail(Array.from({ length: 42 }, maxima));
      const p = tailPValue(tail, maxima());
      for (const [level, count] of counts) if (p <= level) counts.set(level, count + 1);
    }
    for (const [level, count] of counts) {
      const deviation = Math.sqrt((level * (1 - level)) / trials);
      expect(count / trials).toBeLessThanOrEqual(level + 4 * deviation + 0.1 * level);
    }
  });
});
