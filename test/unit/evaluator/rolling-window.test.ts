import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyWindow, slideWindow, windowPane } from '../../../consumers/evaluator/rolling-window.js';
import {
  addPair,
  emptyOutcomePane,
  mergeHowRight,
  outcomePaneToJson,
  type OutcomePane,
} from '../../../src/aggregates/outcome-pane.js';

function paneOf(values: readonly number[]): OutcomePane {
  const pane = emptyOutcomePane();
  for (const value of values) addPair(pane, { task: 'regression', value }, value / 2);
  return pane;
}

describe('the rolling window', () => {
  it('is the sum of the shortest suffix of panes that holds so many outcomes', () => {
    const panes = fc.array(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 4 }), { maxLength: 120 });
    fc.assert(
      fc.property(panes, fc.integer({ min: 1, max: 120 }), (all, outcomes) => {
        const window = emptyWindow();
        const seen: OutcomePane[] = [];
        for (const values of all) {
          slideWindow(window, paneOf(values), outcomes);
          seen.push(paneOf(values));
          let first = seen.length;
          let n = 0;
          while (first > 0 && n < outcomes) n += seen[--first]?.n ?? 0;
          const expected = emptyOutcomePane();
          for (const pane of seen.slice(first)) mergeHowRight(expected, pane);
          expect(outcomePaneToJson(windowPane(window))).toEqual(outcomePaneToJson(expected));
          expect(window.n).toBe(expected.n);
        }
      }),
      { numRuns: 30 },
    );
  });
});
