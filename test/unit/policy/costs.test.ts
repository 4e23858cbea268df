import { describe, expect, it } from 'vitest';
import { addPair, emptyOutcomePane } from '../../../src/aggregates/outcome-pane.js';
import { costPerPrediction, moneyText } from '../../../src/policy/costs.js';
import { costWeights } from '../../../src/policy/streams/cost-streams.js';

describe('costPerPrediction', () => {
  const binary = emptyOutcomePane();
  for (const [label, outcome] of [
    [1, 0],
    [0, 1],
    [0, 1],
    [1, 1],
    [0, 0],
  ] as const) {
    addPair(binary, { task: 'binary', label }, outcome);
  }
  const regression = emptyOutcomePane();
  addPair(regression, { task: 'regression', value: 3 }, 5);
  addPair(regression, { task: 'regression', value: 9 }, 5);

  it('is the mean over all joined rows, right ones too', () => {
    expect(costPerPrediction(binary, { falsePositive: 2, falseNegative: 40, currency: 'EUR' })).toBe(82 / 5);
    expect(costPerPrediction(binary, { falseNegative: 40, currency: 'EUR' })).toBe(80 / 5);
    expect(costPerPrediction(regression, { absoluteError: 0.5, currency: 'EUR' })).toBe(1.5);
  });

  it('is none without rows, and none of a value: that is no cost by itself', () => {
    expect(costPerPrediction(emptyOutcomePane(), { falseNegative: 1, currency: 'EUR' })).toBeNull();
    expect(costPerPrediction(binary, { value: 'revenue', currency: 'EUR' })).toBeNull();
  });
});

describe('costWeights', () => {
  it('asks for what has a price, and takes a value that comes for the opposite of a loss', () => {
    expect(costWeights({ falsePositive: 0, falseNegative: 40, currency: 'EUR' })).toEqual([
      ['cost:false-negatives', 40],
    ]);
    expect(costWeights({ value: 'revenue', currency: 'EUR' })).toEqual([['cost:value:revenue', -1]]);
  });
});

describe('moneyText', () => {
  it('has three digits and the currency', () => {
    expect([moneyText(1_239.4, 'EUR'), moneyText(0.01234, 'USD')]).toEqual(['1,240 EUR', '0.0123 USD']);
  });
});
