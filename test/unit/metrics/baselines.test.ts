import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addPair, emptyOutcomePane, mergeOutcomePane } from '../../../src/aggregates/outcome-pane.js';
import { baselineValues } from '../../../src/metrics/baselines.js';
import { logLoss } from '../../../src/metrics/index.js';
import {
  commonestClass,
  MAX_SUMMARY_CLASSES,
  outcomeSummary,
  shareOf,
} from '../../../src/metrics/outcome-summary.js';

function classes(outcomes: readonly (string | number)[]) {
  const pane = emptyOutcomePane();
  for (const outcome of outcomes) {
    const numeric = typeof outcome === 'number';
    addPair(pane, numeric ? { task: 'binary', label: 1 } : { task: 'multiclass', label: 'x' }, outcome);
  }
  return pane;
}

function numbers(outcomes: readonly number[]) {
  const pane = emptyOutcomePane();
  for (const outcome of outcomes) addPair(pane, { task: 'regression', value: 0 }, outcome);
  return pane;
}

describe('the baseline of a pane', () => {
  it('says of a binary model what the commonest label and the shares of the day before would have cost', () => {
    const previous = outcomeSummary(classes([1, 1, 1, 0]), 'binary');
    const values = baselineValues(classes([1, 0, 0, 0]), 'binary', { previous });
    // (3 + 1/2) of (4 + 3/2): half a row for each class, and for one that was never seen.
    const p = 3.5 / 5.5;
    expect(values['baseline:previous:accuracy']).toBe(0.25);
    const q = 1.5 / 5.5;
    expect(values['baseline:previous:logLoss']).toBeCloseTo(-(Math.log(p) + 3 * Math.log(q)) / 4, 12);
    expect(values['baseline:previous:brier']).toBeCloseTo(((1 - p) ** 2 + 3 * (1 - q) ** 2) / 4, 12);
    expect(Object.keys(values)).not.toContain('baseline:majority:accuracy');
  });

  it('comes near the log loss of the true shares when the past is long', () => {
    const past = classes(Array.from({ length: 1000 }, (_, i) => (i % 5 === 0 ? 1 : 0)));
    const values = baselineValues(past, 'binary', { reference: outcomeSummary(past, 'binary') });
    const outcomes = Array.from<unknown, 0 | 1>({ length: 1000 }, (_, i) => (i % 5 === 0 ? 1 : 0));
    const best = logLoss(outcomes.map(() => 0.2), outcomes).value ?? NaN; // prettier-ignore
    expect(values['baseline:majority:logLoss']).toBeCloseTo(best, 2);
    expect(values['baseline:majority:accuracy']).toBe(0.8);
  });

  it('of several classes gives a new class a finite loss, whatever its name', () => {
    const reference = outcomeSummary(classes(['a', 'a', 'b']), 'multiclass');
    const values = baselineValues(classes(['constructor', 'a']), 'multiclass', { reference });
    const share = (n: number) => (n + 0.5) / 4.5;
    const squares = share(2) ** 2 + share(1) ** 2;
    expect(values['baseline:majority:accuracy']).toBe(0.5);
    expect(values['baseline:majority:logLoss']).toBeCloseTo(
      -(Math.log(share(0)) + Math.log(share(2))) / 2,
      12,
    );
    expect(values['baseline:majority:brier']).toBeCloseTo(
      (squares + 1 + (1 - share(2)) ** 2 + share(1) ** 2) / 2,
      12,
    );
  });

  it('of numbers is the error of saying the mean of before, far from 0 too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }),
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }),
        fc.constantFrom(0, 1e9),
        (before, now, offset) => {
          const previous = outcomeSummary(numbers(before.map((x) => x + offset)), 'regression');
          const mean = before.reduce((sum, x) => sum + x, 0) / before.length;
          const values = baselineValues(numbers(now.map((x) => x + offset)), 'regression', { previous });
          const squares = now.reduce((sum, x) => sum + (x - mean) ** 2, 0) / now.length;
          expect(values['baseline:previous:rmse']).toBeCloseTo(Math.sqrt(squares), 3);
          if (offset === 0) {
            const mae = now.reduce((sum, x) => sum + Math.abs(x - mean), 0) / now.length;
            expect(values['baseline:previous:mae']).toBeCloseTo(mae, 3);
          }
        },
      ),
    );
  });

  it('leaves out squares that float64 does not hold', () => {
    const previous = outcomeSummary(numbers([1e200]), 'regression');
    expect(Object.keys(baselineValues(numbers([1]), 'regression', { previous }))).toEqual([
      'baseline:previous:mae',
    ]);
  });

  it('is silent where nothing was known, and where nothing happened', () => {
    expect(baselineValues(classes([1]), 'binary', { previous: null })).toEqual({});
    expect(outcomeSummary(emptyOutcomePane(), 'binary')).toBeNull();
    expect(outcomeSummary(emptyOutcomePane(), 'regression')).toBeNull();
    const previous = outcomeSummary(classes([1]), 'binary');
    expect(baselineValues(emptyOutcomePane(), 'binary', { previous })).toEqual({});
    expect(baselineValues(emptyOutcomePane(), 'regression', { previous })).toEqual({});
  });
});

describe('a summary of outcomes', () => {
  it('does not depend on the order in which outcomes came, in ties either', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }), (outcomes) => {
        const there = outcomeSummary(classes(outcomes), 'multiclass');
        const [left, right] = [classes(outcomes.slice(1).reverse()), classes(outcomes.slice(0, 1))];
        mergeOutcomePane(left, right);
        const back = outcomeSummary(left, 'multiclass');
        expect(JSON.stringify(back)).toBe(JSON.stringify(there));
        expect(back && commonestClass(back)).toBe(there && commonestClass(there));
      }),
    );
  });

  it('is bounded: of too many classes the most frequent stay', () => {
    const names = Array.from({ length: 2 * MAX_SUMMARY_CLASSES }, (_, i) => `class ${i}`);
    const summary = outcomeSummary(classes([...names, 'class 300']), 'multiclass');
    expect(Object.keys(summary?.classes ?? {})).toHaveLength(MAX_SUMMARY_CLASSES);
    expect(summary?.classes['class 300']).toBe(2);
    expect(summary?.n).toBe(2 * MAX_SUMMARY_CLASSES + 1);
  });

  it('makes probabilities that add up to 1, one class that was never seen included', () => {
    const summary = outcomeSummary(classes(['a', 'a', 'b']), 'multiclass');
    const share = shareOf(summary ?? { n: 0, classes: {}, mean: null });
    expect(share('a') + share('b') + share('anything new')).toBeCloseTo(1, 12);
  });
});
