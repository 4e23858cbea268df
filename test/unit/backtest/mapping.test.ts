import { describe, expect, it } from 'vitest';
import { readMapping } from '../../../src/backtest/mapping.js';

describe('a mapping', () => {
  it("is understood in Evidently's words", () => {
    const text = `
id_column: loan
timestamp: at
numerical_columns: [income, age]
categorical_columns: [region]
classification:
  - target: defaulted
    prediction_labels: said
    prediction_probas: p
    pos_label: 1
`;
    expect(readMapping(text, 'm.yaml')).toEqual({
      id: 'loan',
      time: 'at',
      numerical: ['income', 'age'],
      categorical: ['region'],
      outcome: 'defaulted',
      prediction: 'said',
      score: 'p',
      positive: '1',
    });
    expect(readMapping('{"regression": {"target": "y", "prediction": "p"}}', 'm.json')).toEqual({
      task: 'regression',
      outcome: 'y',
      prediction: 'p',
    });
  });

  it("is understood in NannyML's words", () => {
    const text =
      'problem_type: classification_binary\ny_pred: a\ny_pred_proba: b\ny_true: c\ntimestamp_column_name: d\n';
    expect(readMapping(text, 'm.yaml')).toEqual({
      task: 'binary',
      prediction: 'a',
      score: 'b',
      outcome: 'c',
      time: 'd',
    });
    expect(readMapping('y_pred_proba: { cat: p_cat, dog: p_dog }', 'm.yaml')).toEqual({
      score: { cat: 'p_cat', dog: 'p_dog' },
    });
  });

  it("is understood in Leeway's own, with lists written either way", () => {
    expect(readMapping('segments: region, plan\nignore: [a]\noutcomeTime: known_at\n', 'm.yaml')).toEqual({
      segments: ['region', 'plan'],
      ignore: ['a'],
      outcomeTime: 'known_at',
    });
  });

  it.each([
    ['timestmp: at', 'm.yaml:1:1: timestmp: unknown key: did you mean timestamp?'],
    ['id: x\nproblem_type: clustering', 'm.yaml:2:1: problem_type: must be binary, classification_binary'],
    ['classification:\n  targt: y', 'm.yaml:2:3: classification.targt: unknown key: did you mean target?'],
    ['regression: [{target: a}, {target: b}]', 'has 2 entries: a backtest is of one model'],
    ['time: [a]', 'time: must be the name of a column, got ["a"]'],
    ['id: "open', 'm.yaml:1:'],
  ])('that is wrong (%s) is told with its line and what to write', (text, message) => {
    expect(() => readMapping(text, 'm.yaml')).toThrow(message);
  });

  it('may say null for what there is none of', () => {
    expect(readMapping('{"id_column": null, "timestamp": "t"}', 'm.json')).toEqual({ time: 't' });
  });
});
