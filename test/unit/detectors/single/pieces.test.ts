/** The pieces that detectors are made of, against figures of SciPy 1.17 and CPython 3.11. */
import { describe, expect, it } from 'vitest';
import { largestCountDifference, tailOfCountDifference } from '../../../../detectors/equal-samples-ks.js';
import { nextDouble, nextWord, pythonRandom } from '../../../../detectors/mersenne-twister.js';
import { normalUpperTail } from '../../../../detectors/normal-tail.js';
import { sampleIndices } from '../../../../detectors/sample-indices.js';
import { decodeState, encodeState } from '../../../../detectors/state-json.js';

describe("scipy's", () => {
  it.each([
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [1.9, 0.028716559816001803],
    [2, 0.022750131948179195],
    [2.5, 0.006209665325776132],
    [5, 2.866515718791933e-7],
    [12, 1.776482112077653e-33],
    [30, 4.906713927147908e-198],
  ])('norm.sf(%d)', (z, expected) => {
    expect(Math.abs(normalUpperTail(z) / expected - 1)).toBeLessThan(1e-12);
    expect(normalUpperTail(-z)).toBeCloseTo(1 - expected, 14);
  });

  it.each([
    [30, 10, 0.07088798787114439],
    [30, 13, 0.006548396368058784],
    [100, 25, 0.0037294923618311367],
    [5, 1, 1],
    [5, 5, 0.007936507936507936],
    [1000, 80, 0.003311056963176061],
    [30, 0, 1],
  ])('exact ks_2samp p for two samples of %d that differ by %d', (n, h, expected) => {
    expect(tailOfCountDifference(n, h)).toBeCloseTo(expected, 14);
  });
});

describe('the distance of two samples', () => {
  it('counts values up to a point, ties together', () => {
    const distance = (a: number[], b: number[]): number =>
      largestCountDifference(Float64Array.from(a), Float64Array.from(b));
    expect(distance([1, 1, 1], [1, 1, 1])).toBe(0);
    expect(distance([1, 2, 3], [4, 5, 6])).toBe(3);
    expect(distance([1, 2, 2, 9], [2, 2, 2, 2])).toBe(1);
    expect(distance([0, 0, 1, 1], [0, 1, 1, 1])).toBe(1);
  });
});

describe("Python's random", () => {
  it('gives the same numbers for the same seed', () => {
    const random = pythonRandom(0);
    expect(nextDouble(random)).toBe(0.8444218515250481);
    expect(nextWord(random)).toBe(3_255_389_356);
    expect(nextDouble(pythonRandom(2 ** 32 - 1))).toBe(0.6353574441341173);
  });

  it('samples the same indices, from a pool and without one', () => {
    const random = pythonRandom(42);
    expect(sampleIndices(random, 70, 30)).toEqual([
      14, 3, 35, 31, 28, 17, 13, 43, 47, 57, 34, 5, 37, 27, 2, 1, 58, 63, 69, 32, 38, 54, 67, 12, 45, 41, 59,
      26, 51, 65,
    ]);
    expect(sampleIndices(random, 1_000, 6)).toEqual([603, 284, 828, 890, 6, 777]);
  });
});

describe('state as JSON', () => {
  it('keeps what JSON has no word for', () => {
    const state = { a: [Infinity, -Infinity, Number.NaN, -0, 0, 1e-320], b: { c: null, d: true } };
    const back = decodeState(
      JSON.parse(JSON.stringify(encodeState(state))) as ReturnType<typeof encodeState>,
    );
    expect(back).toEqual(state);
    expect(Object.is((back as typeof state).a[3], -0)).toBe(true);
  });

  it('reads no other string and writes nothing else', () => {
    expect(() => decodeState('odd')).toThrow(TypeError);
    expect(() => encodeState({ odd: 1n })).toThrow('not bigint');
  });
});
