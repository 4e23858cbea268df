import { describe, expect, it } from 'vitest';
import { MAX_NAME, parseOutcome, parsePrediction } from '../../../src/events/parse.js';

const prediction = {
  id: 'a',
  model: 'm',
  version: '1',
  time: 1000,
  features: { x: 1 },
  prediction: 1,
  score: 0.75,
};
const outcome = { id: 'a', model: 'm', time: 1000, outcome: 1 };

function read(change: object, options?: Parameters<typeof parsePrediction>[1]) {
  return parsePrediction(JSON.stringify({ ...prediction, ...change }), options);
}
const readOutcome = (change: object) => parseOutcome(JSON.stringify({ ...outcome, ...change }));
const long = 'x'.repeat(MAX_NAME + 1);

describe('what is read', () => {
  it('a prediction, whole', () => {
    expect(read({ latencyMs: 3.5, segments: { region: 'north' }, time: '1970-01-01T00:00:01Z' })).toEqual({
      ok: true,
      event: {
        kind: 'prediction',
        id: 'a',
        model: 'm',
        version: '1',
        time: 1000,
        features: { x: 1 },
        answer: { task: 'binary', label: 1, score: 0.75 },
        latencyMs: 3.5,
        segments: { region: 'north' },
      },
    });
  });

  it('scores and weights of a model with several objectives', () => {
    const several = { scores: { clicks: 0.2, dwell: -3 }, weights: { clicks: 0.7, dwell: 0 } };
    expect(read(several)).toMatchObject({ ok: true, event: several });
    const none = read({ scores: null, weights: null });
    expect(none).toMatchObject({ ok: true });
    expect(Object.keys('event' in none ? none.event : {})).not.toContain('scores');
  });

  it('an outcome, whole; true and false are 1 and 0', () => {
    expect(readOutcome({ outcome: true, values: { revenue: 2 } })).toEqual({
      ok: true,
      event: { kind: 'outcome', id: 'a', model: 'm', time: 1000, outcome: 1, values: { revenue: 2 } },
    });
    expect(readOutcome({ outcome: false })).toMatchObject({ event: { outcome: 0 } });
    expect(readOutcome({ outcome: 'late' })).toMatchObject({ event: { outcome: 'late' } });
  });

  it('a list of ids, and what was chosen of it: something else, many things, nothing', () => {
    const ids = Array.from({ length: 100 }, (_, i) => `item ${i}`);
    expect(read({ score: undefined, prediction: ids })).toMatchObject({
      event: { answer: { task: 'ranking', ranked: ids } },
    });
    for (const outcome of [[], ['z'], ids]) {
      expect(readOutcome({ outcome })).toMatchObject({ ok: true, event: { outcome } });
    }
  });

  it('an end marker, on either topic', () => {
    const end = JSON.stringify({ kind: 'end', model: 'm', time: '1970-01-01T00:00:01Z' });
    for (const parse of [parsePrediction, parseOutcome]) {
      expect(parse(end)).toEqual({ ok: true, event: { kind: 'end', model: 'm', time: 1000 } });
      expect(parse('{"kind":"end","time":0}')).toMatchObject({
        ok: false,
        code: 'wrong-type',
        message: /^model/,
      });
      expect(parse('{"kind":"end","model":"m","time":"soon"}')).toMatchObject({
        ok: false,
        message: expect.stringMatching(/^time/),
      });
    }
  });

  it('null as if it were not there, where a field is optional', () => {
    expect(
      read({ latencyMs: null, segments: null, score: null, probabilities: null, error: null }),
    ).toMatchObject({
      ok: true,
      event: { answer: { task: 'regression', value: 1 } },
    });
    expect(readOutcome({ values: null })).toMatchObject({ ok: true });
  });
});

describe('the task', () => {
  it.each([
    [{}, { task: 'binary', label: 1, score: 0.75 }],
    [{ prediction: false }, { task: 'binary', label: 0, score: 0.75 }],
    [{ prediction: '1' }, { task: 'binary', label: 1, score: 0.75 }],
    [
      { score: undefined, prediction: true },
      { task: 'binary', label: 1 },
    ],
    [
      { score: undefined, prediction: 'cat' },
      { task: 'multiclass', label: 'cat' },
    ],
    [
      { score: undefined, prediction: 3, probabilities: { 3: 1 } },
      { task: 'multiclass', label: '3', probabilities: { 3: 1 } },
    ],
    [
      { score: undefined, prediction: 3.5 },
      { task: 'regression', value: 3.5 },
    ],
    [{ prediction: ['b', 'a'] }, { task: 'ranking', ranked: ['b', 'a'] }],
    [
      { prediction: undefined, error: { code: 'timeout' } },
      { task: 'failed', code: 'timeout' },
    ],
  ])('is told by the shape of %j', (change, answer) => {
    expect(read(change)).toMatchObject({ ok: true, event: { answer } });
  });

  it('is that of the configuration where there is one', () => {
    const taskOf = (model: string) => (model === 'm' ? ('multiclass' as const) : undefined);
    expect(read({ score: undefined, prediction: 2 }, { taskOf })).toMatchObject({
      event: { answer: { task: 'multiclass', label: '2' } },
    });
    expect(read({ score: undefined, prediction: 2, model: 'other' }, { taskOf })).toMatchObject({
      event: { answer: { task: 'regression' } },
    });
    expect(read({ score: undefined, prediction: 2 }, { taskOf: () => 'binary' })).toMatchObject({
      ok: false,
      code: 'wrong-type',
      message: expect.stringMatching(/^prediction must be 0, 1, true or false/),
    });
  });
});

describe('lists', () => {
  const many = Array.from({ length: 101 }, (_, i) => `${i}`);

  it.each([[[]], [['']], [[long]], [['a', 'a']], [[1]], [[null]], [many]])(
    'that cannot be ranked are refused: %j',
    (prediction) => {
      expect(read({ prediction })).toEqual({
        ok: false,
        code: 'wrong-type',
        message: 'prediction must be a list of 1 to 100 different ids (strings), best first, got an array',
      });
    },
  );

  it.each([[['a', 'a']], [['']], [[1]], [many]])('that nobody can choose are refused: %j', (outcome) => {
    expect(readOutcome({ outcome })).toEqual({
      ok: false,
      code: 'wrong-type',
      message:
        'outcome must be a list of at most 100 different ids (strings): what was chosen, [] for nothing, got an array',
    });
  });
});

describe('a ranking that the configuration names', () => {
  it('is told what a list is, whatever came', () => {
    for (const prediction of [1, 'a', true, []]) {
      expect(read({ prediction }, { taskOf: () => 'ranking' })).toMatchObject({
        ok: false,
        code: 'wrong-type',
        message: expect.stringMatching(/^prediction must be a list of 1 to 100 different ids/),
      });
    }
  });

  it('takes no list for another task', () => {
    for (const task of ['binary', 'multiclass', 'regression'] as const) {
      expect(read({ prediction: ['a'] }, { taskOf: () => task })).toMatchObject({
        ok: false,
        code: 'wrong-type',
        message: expect.stringMatching(/, got an array$/),
      });
    }
  });
});

describe('refusals say what, where and how to mend it', () => {
  it.each([
    ['bad-json', '{"id":', /^not JSON: /],
    ['bad-json', '', /^not JSON: /],
    ['bad-json', 'hello', /^not JSON: /],
    ['not-a-number', '{"features":{"x":NaN}}', /^NaN and Infinity are not JSON: send null/],
    ['not-a-number', '{"features":{"x": -Infinity}}', /^NaN and Infinity/],
    ['wrong-type', '[]', /^expected one JSON object, got an array/],
    ['wrong-type', 'null', /^expected one JSON object, got null/],
    ['wrong-type', '"text"', /^expected one JSON object, got "text"/],
  ] as const)('%s: %s', (code, text, message) => {
    for (const parse of [parsePrediction, parseOutcome]) {
      expect(parse(text)).toEqual({ ok: false, code, message: expect.stringMatching(message) });
    }
  });

  it.each([
    ['missing-id', { id: undefined }, /^id is missing: /],
    ['missing-id', { id: null }, /^id is missing: /],
    ['missing-id', { id: '' }, /^id is missing: /],
    ['wrong-type', { id: 7 }, /^id must be a string of 1 to 512 characters, got 7$/],
    ['wrong-type', { id: long }, /^id must be .*x\.\.\.$/],
    ['missing-field', { model: undefined }, /^model is missing$/],
    ['wrong-type', { model: 1 }, /^model must be a non-empty string/],
    ['wrong-type', { model: long }, /^model must be/],
    ['missing-field', { time: undefined }, /^time is missing: ISO 8601 with a zone/],
    [
      'wrong-type',
      { time: '2001-02-22T09:00:00' },
      /^time must be ISO 8601 with a zone .*got "2001-02-22T09:00:00"$/,
    ],
    ['wrong-type', { time: 982_832_400_000_000 }, /^time must be/],
  ])('either topic, %s: %j', (code, change, message) => {
    for (const parsed of [read(change), readOutcome(change)]) {
      expect(parsed).toEqual({ ok: false, code, message: expect.stringMatching(message) });
    }
  });

  it.each([
    ['wrong-type', { version: undefined }, /^version must be a non-empty string, got nothing$/],
    ['wrong-type', { version: 2 }, /^version must be a non-empty string, got 2$/],
    ['wrong-type', { version: '' }, /^version/],
    ['missing-field', { features: undefined }, /^features is missing: an object/],
    ['wrong-type', { features: [1] }, /^features must be an object .*got an array$/],
    ['wrong-type', { features: null }, /^features must be/],
    [
      'wrong-type',
      { features: { x: { y: 1 } } },
      /^features\.x must be a number, a string, a boolean or null, got an object$/,
    ],
    ['wrong-type', { features: { [long]: 1 } }, /^a feature name must be at most 512 characters/],
    ['missing-field', { prediction: undefined }, /^prediction is missing: give the answer, or error/],
    ['missing-field', { prediction: null }, /^prediction is missing/],
    ['wrong-type', { prediction: 2 }, /^prediction must be 0, 1, true or false \(it has a score/],
    ['wrong-type', { score: 1.5 }, /^score must be a probability, 0 to 1, got 1\.5$/],
    ['wrong-type', { score: '0.5' }, /^score must be/],
    [
      'wrong-type',
      { score: undefined, prediction: {} },
      /^prediction must be a finite number, got an object$/,
    ],
    ['wrong-type', { score: undefined, prediction: '' }, /^prediction must be a class name/],
    ['wrong-type', { score: undefined, prediction: 'a\tb' }, /^prediction must be a class name/],
    [
      'wrong-type',
      { score: undefined, prediction: true, probabilities: { a: 1 } },
      /^prediction must be a class name/,
    ],
    ['wrong-type', { score: undefined, prediction: 'a', probabilities: { a: 2 } }, /^probabilities must be/],
    ['wrong-type', { score: undefined, prediction: 'a', probabilities: [1] }, /^probabilities must be/],
    ['wrong-type', { error: 'timeout' }, /^error must be an object \{ "code": "\.\.\." \}, got "timeout"$/],
    ['wrong-type', { error: { code: 7 } }, /^error must be/],
    ['wrong-type', { latencyMs: -1 }, /^latencyMs must be a number of milliseconds, 0 or more, got -1$/],
    ['wrong-type', { segments: { region: 1 } }, /^segments must be an object of strings/],
    ['wrong-type', { segments: ['north'] }, /^segments must be/],
    ['wrong-type', { segments: { [long]: 'a' } }, /^segments must be/],
    ['wrong-type', { segments: { region: long } }, /^segments must be/],
    [
      'wrong-type',
      { scores: { clicks: null } },
      /^scores must be an object of at most 32 finite numbers by obj/,
    ],
    ['wrong-type', { scores: [0.5] }, /^scores must be/],
    ['wrong-type', { scores: { [long]: 0.5 } }, /^scores must be/],
    ['wrong-type', { weights: { clicks: '1' } }, /^weights must be an object/],
    [
      'wrong-type',
      { weights: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`w${i}`, 1])) },
      /^weights/,
    ],
  ])('predictions, %s: %j', (code, change, message) => {
    expect(read(change)).toEqual({ ok: false, code, message: expect.stringMatching(message) });
  });

  it.each([
    ['missing-field', { outcome: undefined }, /^outcome is missing: give what really happened/],
    ['wrong-type', { outcome: null }, /^outcome must be/],
    ['wrong-type', { outcome: {} }, /^outcome must be .*got an object$/],
    ['wrong-type', { outcome: '' }, /^outcome must be/],
    ['wrong-type', { outcome: 'a\tb' }, /^outcome must be/],
    ['wrong-type', { outcome: long }, /^outcome must be/],
    ['wrong-type', { values: { revenue: '2' } }, /^values must be an object of finite numbers/],
    ['wrong-type', { values: [2] }, /^values must be/],
  ])('outcomes, %s: %j', (code, change, message) => {
    expect(readOutcome(change)).toEqual({ ok: false, code, message: expect.stringMatching(message) });
  });

  it('numbers beyond a float64, which JSON.parse reads as Infinity', () => {
    const beyond = (field: string) =>
      parsePrediction(
        JSON.stringify({ ...prediction, score: undefined, [field]: '?' }).replace('"?"', '1e999'),
      );
    expect(parsePrediction(JSON.stringify(prediction).replace('"x":1', '"x":1e999'))).toEqual({
      ok: false,
      code: 'not-a-number',
      message: 'features.x is beyond a float64: send null',
    });
    expect(beyond('prediction')).toMatchObject({
      code: 'wrong-type',
      message: 'prediction must be a finite number, got Infinity',
    });
    expect(beyond('latencyMs')).toMatchObject({
      code: 'wrong-type',
      message: expect.stringMatching(/got Infinity$/),
    });
    expect(parseOutcome('{"id":"a","model":"m","time":1,"outcome":-1e999}')).toMatchObject({
      message: expect.stringMatching(/got -Infinity$/),
    });
  });
});
