import { describe, expect, it } from 'vitest';
import { chooseColumns, epochUnit } from '../../../src/backtest/choose-columns.js';
import { factsOf, rows } from './facts.js';

const N = 100;
const time = factsOf(
  'timestamp',
  rows(N, (i) => `2024-01-01 00:00:${String(i % 60).padStart(2, '0')}`),
);
const score = factsOf(
  'y_pred_proba',
  rows(N, (i) => String(i / N)),
);
const zeroOne = (name: string) =>
  factsOf(
    name,
    rows(N, (i) => String(i % 2)),
  );
const income = factsOf(
  'income',
  rows(N, (i) => String(1000.5 + i)),
);
const region = factsOf(
  'region',
  rows(N, (i) => ['north', 'south'][i % 2] as string),
);

describe('columns', () => {
  it('are chosen by their names and values, each with the reason', () => {
    const id = factsOf(
      'loan_id',
      rows(N, (i) => String(i)),
    );
    const chosen = chooseColumns([id, time, income, region, score, zeroOne('y_pred'), zeroOne('y_true')], {});
    expect(chosen.time?.name).toBe('timestamp');
    expect(chosen.id?.name).toBe('loan_id');
    expect(chosen.score?.name).toBe('y_pred_proba');
    expect(chosen.prediction?.name).toBe('y_pred');
    expect(chosen.outcome?.name).toBe('y_true');
    expect(chosen.task).toBe('binary');
    expect(chosen.features.map(({ column, as }) => [column.name, as])).toEqual([
      ['income', 'number'],
      ['region', 'category'],
    ]);
    for (const { setting, value, reason } of chosen.choices) {
      expect([setting, value, reason].every((text) => text !== '')).toBe(true);
    }
  });

  it('can all be said', () => {
    const chosen = chooseColumns([time, income, region, zeroOne('a'), zeroOne('b')], {
      prediction: 'a',
      outcome: 'b',
      categorical: ['income'],
      features: ['income'],
      segments: ['region'],
    });
    expect(chosen.prediction?.name).toBe('a');
    expect(chosen.features).toEqual([{ column: income, as: 'category' }]);
    expect(chosen.segments).toEqual([region]);
  });

  it('of which one is said to be a category keep their other features; two lists say which ones there are', () => {
    const typesOf = (wishes: Parameters<typeof chooseColumns>[1]) =>
      chooseColumns([time, income, region, score], wishes).features.map(({ column, as }) => [
        column.name,
        as,
      ]);
    expect(typesOf({ categorical: ['income'] })).toEqual([
      ['income', 'category'],
      ['region', 'category'],
    ]);
    expect(typesOf({ numerical: ['income'] })).toEqual([
      ['income', 'number'],
      ['region', 'category'],
    ]);
    expect(typesOf({ numerical: ['income'], categorical: ['y_pred_proba'] })).toEqual([
      ['income', 'number'],
      ['y_pred_proba', 'category'],
    ]);
  });

  it('that are not there are an error that names the nearest', () => {
    expect(() => chooseColumns([time, income, region], { outcome: 'regoin' })).toThrow(
      'there is no column regoin (asked for as outcome): did you mean region?',
    );
  });

  it('without a time are an error that says what to do, unless the pace is said', () => {
    expect(() => chooseColumns([income], {})).toThrow(/--timestamp, or say --rows-per-day/);
    expect(chooseColumns([income], {}, { rowsPerDay: 10 }).time).toBeNull();
  });

  it('whose times cannot be read ask for their format', () => {
    const odd = factsOf(
      'when',
      rows(N, (i) => `31/${i % 12}/24`),
    );
    expect(() => chooseColumns([odd, income], { time: 'when' })).toThrow(
      /column when holds no times .*--time-format/,
    );
  });

  it('whose values all differ are no features', () => {
    const names = factsOf(
      'comment',
      rows(3_000, (i) => `comment ${i}`),
    );
    const { features, choices } = chooseColumns(
      [
        factsOf(
          'timestamp',
          rows(3_000, () => '2024-01-01'),
        ),
        income,
        names,
      ],
      {},
    );
    expect(features.map(({ column }) => column.name)).toEqual(['income']);
    expect(choices.find(({ setting }) => setting === 'left out')?.value).toContain('comment');
  });

  it('without a prediction watch the inputs only', () => {
    expect(chooseColumns([time, income, region], {}).task).toBeNull();
  });
});

describe('the task', () => {
  const of = (prediction: string[], more: object = {}) =>
    chooseColumns([time, income, factsOf('prediction', prediction)], more).task;

  it('is told by what the model answers', () => {
    expect(of(rows(N, (i) => String(i % 2)))).toBe('binary');
    expect(of(rows(N, (i) => (i % 2 ? 'true' : 'false')))).toBe('binary');
    expect(of(rows(N, (i) => ['cat', 'dog', 'cow'][i % 3] as string))).toBe('multiclass');
    expect(of(rows(N, (i) => String(i % 5)))).toBe('multiclass');
    expect(of(rows(N, (i) => String(i + 0.5)))).toBe('regression');
    expect(
      of(
        rows(N, (i) => String(i % 5)),
        { task: 'regression' },
      ),
    ).toBe('regression');
  });

  it('with a positive class of another name needs to hear which', () => {
    const words = rows(N, (i) => (i % 2 ? 'yes' : 'no'));
    expect(() => chooseColumns([time, income, score, factsOf('prediction', words)], {})).toThrow(
      /Say --positive VALUE/,
    );
    expect(
      chooseColumns([time, income, score, factsOf('prediction', words)], { positive: 'yes' }).positive,
    ).toBe('yes');
  });
});

describe('epoch numbers', () => {
  it('are seconds, milliseconds, micro- or nanoseconds by their size', () => {
    const ms = Date.UTC(2024, 4, 31);
    expect(epochUnit(ms / 1000)).toBe(1000);
    expect(epochUnit(ms)).toBe(1);
    expect(epochUnit(ms * 1e3)).toBe(1e-3);
    expect(epochUnit(ms * 1e6)).toBe(1e-6);
    expect(epochUnit(42)).toBeNull();
    expect(epochUnit(null)).toBeNull();
  });
});
