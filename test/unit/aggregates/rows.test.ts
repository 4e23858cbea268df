import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addJoinedPair,
  emptyOutcomePane,
  outcomePaneFromJson,
  outcomePaneToJson,
} from '../../../src/aggregates/outcome-pane.js';
import { pairOf } from '../../../src/aggregates/pair-of.js';
import {
  addPredictionRow,
  emptyPredictionPane,
  MAX_FEATURES,
  mergePredictionPane,
  predictionPaneFromJson,
  predictionPaneToJson,
} from '../../../src/aggregates/prediction-pane.js';
import type { Prediction } from '../../../src/events/event.js';
import { predictionRowOf } from '../../../src/events/rows/fill-row.js';
import type { PredictionRow } from '../../../src/events/rows/row.js';
import { anyOutcome, anyPrediction } from '../events/arbitrary.js';
import { outcomePaneJsonOf, predictionPaneJsonOf } from './pane-model.js';

/** As readers do: the same names in the same order are the same array. */
function interning(): (names: readonly string[]) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (names) => {
    const key = JSON.stringify(names);
    const list = known.get(key) ?? names;
    known.set(key, list);
    return list;
  };
}

function rowsOf(predictions: readonly Prediction[], intern: (names: readonly string[]) => readonly string[]) {
  return predictions.map((p): PredictionRow => {
    const row = predictionRowOf(p);
    row.features.names = intern(row.features.names);
    return row;
  });
}

const pair = fc.record({ prediction: anyPrediction, outcome: anyOutcome }).map(({ prediction, outcome }) => ({
  answer: prediction.answer,
  outcome: outcome.outcome,
  values: outcome.values,
  features: prediction.features,
}));

describe('panes of rows', () => {
  it('write of predictions what the list of all of them says, bit for bit', () => {
    fc.assert(
      fc.property(
        fc.array(anyPrediction, { maxLength: 30, size: 'max' }),
        fc.boolean(),
        fc.boolean(),
        (predictions, withFeatures, shared) => {
          const pane = emptyPredictionPane();
          const rows = rowsOf(predictions, shared ? interning() : (names) => names);
          for (const row of rows) addPredictionRow(pane, row, withFeatures);
          const expected = predictionPaneJsonOf(predictions, withFeatures);
          expect(JSON.stringify(predictionPaneToJson(pane))).toBe(JSON.stringify(expected));
        },
      ),
    );
  });

  it('write of joined pairs what the list of all of them says, bit for bit', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 30, size: 'max' }), (pairs) => {
        const pane = emptyOutcomePane();
        for (const { answer, outcome, values, features } of pairs)
          addJoinedPair(pane, pairOf(answer, outcome, values, features), 2);
        expect(JSON.stringify(outcomePaneToJson(pane))).toBe(JSON.stringify(outcomePaneJsonOf(pairs, 2)));
      }),
    );
  });

  it('do not mind being merged into, or read back from JSON, between rows', () => {
    const batches = fc.array(
      fc.record({ batch: fc.array(anyPrediction, { maxLength: 8 }), how: fc.nat(2) }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(batches, (batches) => {
        const intern = interning();
        let pane = emptyPredictionPane();
        for (const { batch, how } of batches) {
          if (how === 1) pane = predictionPaneFromJson(predictionPaneToJson(pane));
          const own = how === 2 ? emptyPredictionPane() : pane;
          for (const row of rowsOf(batch, intern)) addPredictionRow(own, row, true);
          if (own !== pane) mergePredictionPane(pane, own);
        }
        const all = batches.flatMap(({ batch }) => batch);
        expect(JSON.stringify(predictionPaneToJson(pane))).toBe(
          JSON.stringify(predictionPaneJsonOf(all, true)),
        );
      }),
    );
  });

  it('stay the same past every limit: features, lists of names, failure codes, values, label pairs', () => {
    const of = (i: number): Prediction => ({
      kind: 'prediction',
      id: String(i),
      model: 'm',
      version: '1',
      time: i,
      // 90 lists of 20 names out of 900
      features: Object.fromEntries(
        Array.from({ length: 20 }, (_, k) => [`f${((i % 90) * 10 + k) % 900}`, i]),
      ),
      answer: { task: 'failed', code: `code ${i % 80}` },
    });
    const predictions = Array.from({ length: 400 }, (_, i) => of(i));
    const pane = emptyPredictionPane();
    for (const row of rowsOf(predictions, interning())) addPredictionRow(pane, row, true);
    expect(pane.features.size).toBeLessThanOrEqual(1.5 * MAX_FEATURES);
    expect(predictionPaneToJson(pane)).toEqual(predictionPaneJsonOf(predictions, true));
    expect(pane.features.size).toBe(MAX_FEATURES);

    const pairs = Array.from({ length: 7000 }, (_, i) => ({
      answer: { task: 'multiclass' as const, label: `class ${i % 83}` },
      outcome: `class ${i % 79}`,
      values: { [`value ${i % 40}`]: i, [`value ${i % 37}`]: -i },
      // 50 features in lists of their own, with 700 categories and 7,000 numbers.
      features: { user: `user ${i % 700}`, amount: i / 7, [`f${i % 50}`]: i % 3 === 0 ? null : i },
    }));
    const outcomes = emptyOutcomePane();
    for (const { answer, outcome, values, features } of pairs)
      addJoinedPair(outcomes, pairOf(answer, outcome, values, features), 32);
    const json = outcomePaneToJson(outcomes);
    expect(json).toEqual(outcomePaneJsonOf(pairs, 32));
    expect(Object.keys(json.byFeature?.features ?? {})).toHaveLength(32);
    expect(outcomePaneToJson(outcomePaneFromJson(json))).toEqual(json);
  });
});
