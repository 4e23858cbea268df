import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTail } from '../../../../detectors/binomial.js';
import { betaNats } from '../../../../detectors/fast/beta-nats.js';

const centre = fc.double({ min: 0.001, max: 0.95, noNaN: true });

describe('the surprise of a count of hits', () => {
  it('is near that of the binomial law within two deviations, where the rows are all there is', () => {
    for (const [errors, n, rate] of [
      [15, 1000, 0.01],
      [119, 1000, 0.1],
      [59, 100, 0.5],
    ] as const) {
      const exact = -Math.log(binomialTail(errors, n, rate));
      expect(Math.abs(betaNats(errors, n, rate, n) - exact)).toBeLessThan(0.5);
    }
  });

  it('is never far above it: further out the law has the longer tail, but for a handful of rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        centre,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, mean, share) => {
          const errors = Math.round(n * share);
          const tail = binomialTail(errors, n, mean);
          if (tail > 0) expect(betaNats(errors, n, mean, n)).toBeLessThanOrEqual(1 - 1.25 * Math.log(tail));
        },
      ),
    );
  });

  it('is 0 at the centre, never falls as hits are added, and stays finite to the last', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        centre,
        fc.double({ min: 1, max: 1e5, noNaN: true }),
        (n, mean, rows) => {
          let before = 0;
          for (let step = 0; step <= 20; step++) {
            const errors = Math.round((n * step) / 20);
            const nats = betaNats(errors, n, mean, Math.min(n, rows));
            expect(Number.isFinite(nats)).toBe(true);
            expect(nats).toBeGreaterThanOrEqual(before - 1e-6 * before);
            if (errors / n <= mean) expect(nats).toBe(0);
            before = nats;
          }
        },
      ),
    );
  });

  it('tells apart what is beyond the smallest float64', () => {
    const some = betaNats(800, 1000, 0.001, 900);
    const more = betaNats(1000, 1000, 0.001, 900);
    expect(some).toBeGreaterThan(700);
    expect(more).toBeGreaterThan(some);
  });
});
