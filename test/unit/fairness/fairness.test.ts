import { describe, expect, it } from 'vitest';

import {
  addToAttribute,
  CRITERIA,
  emptyAttribute,
  fairness,
  type AttributeCounts,
  type Criterion,
} from '../../../src/fairness/index.js';

/** `[group, predicted, actual, times, score]`. */
type Cell = readonly [string, '0' | '1', '0' | '1', number, number?];

function paneOf(...cells: readonly Cell[]): AttributeCounts {
  const pane = emptyAttribute();
  for (const [group, predicted, actual, times, score] of cells) {
    const row = { predicted, actual, ...(score !== undefined && { score }) };
    for (let i = 0; i < times; i++) addToAttribute(pane, group, row);
  }
  return pane;
}

/** Group a: 40 / 10 / 20 / 30, group b: 20 / 20 / 10 / 50 (true and false positives, false and true negatives). */
const uneven: readonly Cell[] = [
  ['a', '1', '1', 40, 0.75],
  ['a', '1', '0', 10, 0.5],
  ['a', '0', '1', 20, 0.5],
  ['a', '0', '0', 30, 0.25],
  ['b', '1', '1', 20, 0.5],
  ['b', '1', '0', 20, 0.5],
  ['b', '0', '1', 10, 0.25],
  ['b', '0', '0', 50, 0.25],
];

describe('criteria', () => {
  it.each<[Criterion, number[], number, number | null]>([
    ['demographic-parity', [0.5, 0.4], 0.1, 0.8],
    ['equal-opportunity', [2 / 3, 2 / 3], 0, 1],
    ['equalised-odds', [2 / 3, 2 / 3, 0.25, 2 / 7], 1 / 28, 0.875],
    ['predictive-parity', [0.8, 0.5], 0.3, 0.625],
    ['calibration', [0.6 - 0.525, 0.3 - 0.35], 0.125, null],
  ])('%s', (criterion, rates, difference, ratio) => {
    // With all of its positives in 20 rows of 30, b's true positive rate is a's.
    const found = fairness([paneOf(...uneven)], criterion, { leastRows: 1 });
    expect(found.rates.map(({ value }) => value)).toEqual(rates.map((rate) => expect.closeTo(rate, 12)));
    expect(found.difference.value).toBeCloseTo(difference, 12);
    if (ratio === null) expect(found.ratio.value).toBeNull();
    else expect(found.ratio.value).toBeCloseTo(ratio, 12);
  });

  it('take another label as the favourable one', () => {
    const found = fairness([paneOf(...uneven)], 'demographic-parity', { leastRows: 1, favourable: '0' });
    expect(found.difference).toMatchObject({ value: expect.closeTo(0.1, 12) as number, highest: 'b' });
  });

  it('name the rate and the groups of the widest gap', () => {
    const found = fairness([paneOf(...uneven)], 'equalised-odds', { leastRows: 1 });
    expect(found.difference).toMatchObject({ rate: 'false-positive', lowest: 'a', highest: 'b' });
  });
});

describe('what cannot be told', () => {
  it('suppresses small groups: their size, and no rate', () => {
    const found = fairness([paneOf(...uneven, ['c', '1', '1', 49])], 'demographic-parity');
    expect(found.suppressed).toEqual([{ rate: 'selection', group: 'c', rows: 49 }]);
    expect(found.rates.map(({ group }) => group)).toEqual(['a', 'b']);
    expect(found.leastRows).toBe(50);
  });

  it('counts the rows of the denominator, not of the group', () => {
    const found = fairness([paneOf(...uneven)], 'equal-opportunity');
    expect(found.suppressed).toEqual([{ rate: 'true-positive', group: 'b', rows: 30 }]);
    expect(found.difference).toEqual({ value: null, reason: 'fewer than two groups have enough rows' });
  });

  it('has no ratio where nobody is selected', () => {
    const found = fairness([paneOf(['a', '0', '0', 60], ['b', '0', '1', 60])], 'demographic-parity');
    expect(found.difference.value).toBe(0);
    expect(found.ratio).toEqual({ value: null, reason: 'the rate is 0 in every group' });
  });

  it('has no interval for a group of one pane, and says which', () => {
    const found = fairness([paneOf(...uneven), paneOf(['a', '1', '1', 5])], 'demographic-parity');
    expect(found.difference).toMatchObject({
      interval: { low: null, reason: 'group b has rows in 1 pane only: an interval needs two or more' },
    });
  });

  it.each(Object.keys(CRITERIA) as Criterion[])('has nothing to say of no panes: %s', (criterion) => {
    const found = fairness([], criterion);
    expect(found.rates).toEqual([]);
    expect(found.difference.value).toBeNull();
  });

  it('refuses options that mean nothing', () => {
    expect(() => fairness([], 'calibration', { leastRows: 0 })).toThrow('leastRows is 1 or more, not 0');
    expect(() => fairness([], 'calibration', { confidence: 95 })).toThrow(
      'confidence is between 0 and 1, not 95',
    );
  });
});
