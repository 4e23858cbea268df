import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addToCohort,
  cohortFromJson,
  cohortToJson,
  emptyCohort,
  mergeCohort,
} from '../../../src/aggregates/cohort-pane.js';
import { addPair, emptyOutcomePane } from '../../../src/aggregates/outcome-pane.js';
import { pairOf } from '../../../src/aggregates/pair-of.js';
import type { Task } from '../../../src/events/event.js';
import { cohortValues } from '../../../src/metrics/cohort-metrics.js';
import { performanceValues } from '../../../src/metrics/pane-metrics.js';
import { anyOutcome, anyPrediction } from '../events/arbitrary.js';
import { obeysTheLaws } from './monoid.js';

const row = fc.record({
  prediction: anyPrediction,
  outcome: anyOutcome,
  delay: fc.integer({ min: -1000, max: 1e9 }),
});

obeysTheLaws(
  'CohortPane',
  {
    empty: emptyCohort,
    add: (cohort, { prediction: { answer }, outcome: { outcome }, delay }) =>
      addToCohort(cohort, pairOf(answer, outcome), delay),
    merge: mergeCohort,
    toJson: cohortToJson,
    fromJson: cohortFromJson,
  },
  row,
  15,
);

describe('a cohort', () => {
  it('tells of the same pairs what their pane tells, as far as sums can', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Task>('binary', 'multiclass', 'regression'),
        fc.array(row, { maxLength: 20 }),
        (task, rows) => {
          const [cohort, pane] = [emptyCohort(), emptyOutcomePane()];
          for (const { prediction, outcome, delay } of rows) {
            if (prediction.answer.task !== task && prediction.answer.task !== 'failed') continue;
            addToCohort(cohort, pairOf(prediction.answer, outcome.outcome), delay);
            addPair(pane, prediction.answer, outcome.outcome);
          }
          const predictions = rows.length;
          const values = cohortValues({ predictions, outcomes: cohort }, task);
          const known = performanceValues(pane, task);
          for (const name of ['accuracy', 'f1', 'mcc', 'logLoss', 'brier', 'mae', 'bias', 'outcomes']) {
            // A pane counts an error that is beyond float64 apart as well.
            expect([name, values[name]]).toEqual([name, known[name]]);
          }
          const joined = pane.n + pane.failed + pane.mismatched;
          if (predictions > 0) expect(values['labelCoverage']).toBe(joined / predictions);
        },
      ),
    );
  });

  it('knows how long outcomes took, within a bucket', () => {
    const cohort = emptyCohort();
    const pair = pairOf({ task: 'binary', label: 1 }, 1);
    for (const delay of [500, 500, 20_000, 7_000_000]) addToCohort(cohort, pair, delay);
    const values = cohortValues({ predictions: 5, outcomes: cohort }, 'binary');
    expect(values).toMatchObject({ labelCoverage: 0.8, outcomeDelayP50: 1_000, outcomeDelayP90: 7_200_000 });
  });

  it('has no figure where there is nothing', () => {
    expect(cohortValues({ predictions: 0, outcomes: emptyCohort() }, 'regression')).toEqual({
      predictions: 0,
      outcomes: 0,
    });
  });
});
