import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jointSplit, nameOfChange } from '../../../src/why/joint-split.js';

const side = fc
  .record({
    n: fc.integer({ min: 1, max: 1e8 }),
    rate: fc.double({ min: 0, max: 1, noNaN: true }),
    expected: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ n, rate, expected }) => ({ n, loss: n * rate, expected: n * expected }));

describe('jointSplit', () => {
  it('is by hand', () => {
    const split = jointSplit({ n: 100, loss: 10, expected: 11 }, { n: 50, loss: 10, expected: 8 });
    expect(split.delta).toBeCloseTo(0.1, 12);
    expect(split.mix).toBeCloseTo(0.05, 12);
    expect(split.concept).toBeCloseTo(0.05, 12);
    expect(split.bias).toBeCloseTo(0.01, 12);
  });

  it('adds up, however bad the error model', () => {
    fc.assert(
      fc.property(side, side, (reference, now) => {
        const { delta, mix, concept } = jointSplit(reference, now);
        expect(Math.abs(mix + concept - delta)).toBeLessThanOrEqual(1e-9);
      }),
    );
  });

  it('refuses a side without rows, and sums that are none', () => {
    const some = { n: 1, loss: 1, expected: 1 };
    expect(() => jointSplit({ n: 0, loss: 0, expected: 0 }, some)).toThrow('no rows in the reference');
    expect(() => jointSplit(some, { n: 0, loss: 0, expected: 0 })).toThrow('no rows in the panes of now');
    expect(() => jointSplit(some, { ...some, expected: NaN })).toThrow('expected NaN');
  });
});

describe('nameOfChange', () => {
  it.each([
    [{ delta: 0.1, mix: 0.08 }, 0, 'inputs'],
    [{ delta: 0.1, mix: 0.08 }, 0.1, 'inputs'],
    [{ delta: 0.1, mix: 0.01 }, 0.09, 'label prior'],
    [{ delta: 0.1, mix: 0.05 }, 0, 'inputs and concept'],
    [{ delta: 0.1, mix: 0.01 }, 0.02, 'concept'],
    [{ delta: 0.1, mix: -0.2 }, -0.1, 'concept'],
    [{ delta: -0.1, mix: -0.1 }, 0, 'inputs'],
    [{ delta: 0, mix: 0 }, 0, null],
  ])('%j, labels %d: %s', (joint, labelMix, name) => {
    expect(nameOfChange(joint, labelMix)).toBe(name);
  });
});
