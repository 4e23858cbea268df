import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, shuffleInPlace, spreadSample } from '../../../../src/training/tensorflow/random.js';

const upTo = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i);

describe('seededRandom', () => {
  it('repeats itself for a seed, and differs between seeds', () => {
    const draw = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });

  it('is uniform in [0, 1)', () => {
    const random = seededRandom(1);
    const counts = new Uint32Array(10);
    for (let i = 0; i < 100_000; i++) {
      const cell = Math.floor(random() * 10);
      counts[cell] = (counts[cell] as number) + 1;
    }
    // 10,000 +- 95 (one sd) each; five of them.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(475);
  });
});

describe('shuffleInPlace', () => {
  it('keeps every value', () => {
    const values = upTo(1_000);
    shuffleInPlace(values, seededRandom(5));
    expect(values).not.toEqual(upTo(1_000));
    expect(values.slice().sort()).toEqual(upTo(1_000));
  });
});

describe('spreadSample', () => {
  it('takes one of each stretch: ascending, without repeats, all over the range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer(),
        (n, size, seed) => {
          const sample = spreadSample(upTo(n), size, seededRandom(seed));
          expect(sample).toHaveLength(Math.min(n, size));
          for (let i = 1; i < sample.length; i++) expect(sample[i]).toBeGreaterThan(sample[i - 1] as number);
          if (size < n) {
            sample.forEach((row, i) => {
              expect(row).toBeGreaterThanOrEqual(Math.floor((i * n) / size));
              expect(row).toBeLessThan(Math.floor(((i + 1) * n) / size));
            });
          }
        },
      ),
    );
  });
});
