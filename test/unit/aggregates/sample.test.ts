import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addPair,
  emptyOutcomePane,
  mergeOutcomePane,
  outcomePaneFromJson,
  outcomePaneToJson,
  outcomeRows,
} from '../../../src/aggregates/outcome-pane.js';
import { designEffect, expand, mergedSample, type Sampling } from '../../../src/aggregates/sample.js';
import type { OutcomePane } from '../../../src/aggregates/outcome-pane.js';
import { anyOutcome, anyPrediction } from '../events/arbitrary.js';

const sampling: Sampling<OutcomePane> = {
  merge: mergeOutcomePane,
  copy: (pane) => outcomePaneFromJson(outcomePaneToJson(pane)),
  rows: outcomeRows,
};
const pairs = fc.array(fc.record({ prediction: anyPrediction, outcome: anyOutcome }), { maxLength: 8 });

const edgeOfHuge = {
  prediction: {
    kind: 'prediction' as const,
    id: '',
    model: 'm',
    version: '1',
    time: 0,
    features: {},
    answer: { task: 'regression' as const, value: 4.226356249085322e270 },
  },
  outcome: { kind: 'outcome' as const, id: '', model: 'm', time: 0, outcome: 0 },
};

describe('a sample', () => {
  it('is what it would be had each row come so many times, and knows how many there were', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 0, max: 4 }), (rows, share) => {
        const [once, often] = [emptyOutcomePane(), emptyOutcomePane()];
        for (const { prediction, outcome } of rows) {
          const add = (pane: OutcomePane) =>
            addPair(pane, prediction.answer, outcome.outcome, outcome.values, prediction.features);
          add(once);
          for (let i = 0; i < 2 ** share; i++) add(often);
        }
        expand(once, share, sampling);
        const { sample, ...json } = outcomePaneToJson(once);
        expect(json).toEqual(outcomePaneToJson(often));
        if (share === 0 || rows.length === 0) expect(sample).toBeUndefined();
        else expect(sample).toEqual({ kept: rows.length, squares: rows.length * 4 ** share });
      }),
      {
        numRuns: 60,
        // Twice the loss is at the edge of what sums call huge.
        examples: [[[edgeOfHuge], 2]],
      },
    );
  });

  it('is worth what its rows are: as many as were kept where all have one weight, fewer where some weigh more', () => {
    const rows = (n: number, share: number) => {
      const pane = emptyOutcomePane();
      for (let i = 0; i < n; i++) addPair(pane, { task: 'binary', label: 1 }, 1);
      expand(pane, share, sampling);
      return pane;
    };
    const even = rows(30, 3);
    expect(even.n / designEffect(even.sample, even.n)).toBe(30);
    const uneven = rows(30, 3);
    mergeOutcomePane(uneven, rows(30, 0));
    const worth = uneven.n / designEffect(uneven.sample, uneven.n);
    expect(worth).toBeCloseTo((8 * 30 + 30) ** 2 / (64 * 30 + 30), 9);
    expect(worth).toBeLessThan(60);
    expect(designEffect(null, 12)).toBe(1);
    expect(mergedSample(null, 3, undefined, 4)).toBeNull();
  });
});
