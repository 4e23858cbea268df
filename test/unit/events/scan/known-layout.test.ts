import { describe, expect, it } from 'vitest';
import { parseOutcome, parsePrediction } from '../../../../src/events/parse.js';
import { outcomeRowOf, predictionRowOf } from '../../../../src/events/rows/fill-row.js';
import type { OutcomeRow, PredictionRow } from '../../../../src/events/rows/row.js';
import { createOutcomeReader, createPredictionReader } from '../../../../src/events/scan/reader.js';
import { rowText } from '../rows/row-text.js';

const long = 'x'.repeat(513);
const good = {
  id: 'a',
  model: 'm',
  version: '1',
  time: 1000,
  features: { amount: 1.5, country: 'de' },
  prediction: 1,
  score: 0.75,
  probabilities: { cat: 0.5, dog: 0.5 },
  latencyMs: 2.5,
  segments: { region: 'north' },
  scores: { clicks: 0.25, dwell: 34.5 },
  weights: { clicks: 0.7 },
  kind: 'prediction',
};
const outcome = { id: 'a', model: 'm', time: 1000, outcome: 1, values: { eur: 2.5 } };

/** Each part of the good record as it is written there, and what stands there instead. */
const changes: readonly (readonly [string, readonly string[]])[] = [
  ['"a"', ['""', `"${long}"`, `"${'é'.repeat(512)}"`, `"${'é'.repeat(513)}"`, '1', 'null', '"\\u0061"', '"\\ud83d"', '"a\tb"']],
  ['"m"', ['""', `"${long}"`, '1', 'null', '"\\u006d"']],
  ['"1"', ['""', `"${long}"`, '1', 'null']],
  ['1000', ['-1', '-0', '1e15', '1000.9', 'null', 'true', '"1970-01-01T00:00:01Z"', '"1970-01-01T00:00:01"', '"soon"', '253402300800000', '01000', '1736150400000.5']],
  ['1.5', ['1e999', '-1e999', '01.5', '1.', '-', 'NaN', '{}', '[1]', 'nul', 'nulL', 'tru', 'truE', 'fals', 'falsE', 'false', '1.5.5', '1 5', '"x"', `"${long}"`]],
  ['"prediction":1', ['"prediction":2', '"prediction":1.0', '"prediction":-0', '"prediction":"1"', '"prediction":"0"', '"prediction":"01"', '"prediction":true', '"prediction":null', '"prediction":"cat"', '"prediction":""', '"prediction":"a\\tb"', `"prediction":"${long}"`, '"prediction":{}', '"prediction":[]', '"prediction":["a", "b"]', '"prediction":["a", "a"]', '"prediction":[1]']],
  ['0.75', ['1.0000001', '-0.1', '-0', '1', 'null', 'true', '"0.75"']],
  ['"cat":0.5', ['"cat":1.5', '"cat":-1', '"cat":null', '"cat":"0.5"', '"cat":1e999']],
  ['2.5', ['-2.5', '-0', 'null', 'true', '"2.5"', '1e999']],
  ['"north"', ['""', `"${long}"`, 'null', '5', '"\\u006eorth"']],
  ['"kind":"prediction"', ['"kind":"end"', '"kind":"\\u0065nd"', '"kind":"ene"', '"kind":"en"', '"kind":"ends"', '"kind":null', '"kind":{"x":[1]}', '"kind":[1', '"kind":01']],
  ['"dwell":34.5', ['"dwell":null', '"dwell":"1"', '"dwell":-0', '"dwell":1e999', '"clicks":1']],
  ['{"clicks":0.7}', ['null', '{}', '[]', '{"clicks":true}', '{"clicks":-1}', `{"${long}":1}`]],
  ['"country"', ['"countrx"', '"country "', '"amount"']],
]; // prettier-ignore

/** The record that is written in each of these ways, after the good one was learnt. */
function variants(text: string): string[] {
  const changed = changes.flatMap(([part, others]) =>
    text.includes(part) ? others.map((other) => text.replace(part, other)) : [],
  );
  const around = ['x', '}', ' ', '\n', ',', '\0', '{}'].flatMap((more) => [text + more, more + text]);
  return [...changed, ...around, text.slice(0, -1), text.slice(0, -2)];
}

type Result = PredictionRow | OutcomeRow | object;
const textOf = (result: Result): string => ('key' in result ? rowText(result) : JSON.stringify(result));

describe('a record of a known layout, but for one thing, is what the strict edge makes of it', () => {
  const answers = [
    good,
    { ...good, score: null },
    { ...good, score: null, probabilities: null },
    { ...good, prediction: 'cat', score: null },
    { ...good, prediction: null, error: { code: 'late' } },
  ];
  const tasks = ['binary', 'multiclass', 'regression', 'ranking', undefined] as const;

  it.each(tasks)('predictions whose task is %s', (task) => {
    const options = { taskOf: () => task };
    for (const answer of answers) {
      const text = JSON.stringify(answer);
      for (const variant of variants(text)) {
        const reader = createPredictionReader(options);
        for (let i = 0; i < 3; i++) reader.read(Buffer.from(text));
        const bytes = Buffer.from(variant);
        const parsed = parsePrediction(bytes.toString('utf8'), options);
        const expected = !parsed.ok
          ? parsed
          : parsed.event.kind === 'end'
            ? parsed.event
            : predictionRowOf(parsed.event);
        expect([variant, textOf(reader.read(bytes))]).toEqual([variant, textOf(expected)]);
      }
    }
  });

  it('outcomes', () => {
    const text = JSON.stringify(outcome);
    const others = ['0', '-0', 'true', 'false', 'null', '"cat"', '""', '"a\\tb"', `"${long}"`, '1e999', '{}', '2.5', '[]', '["a"]', '["a","a"]', '[null]'];
    const all = [...variants(text), ...others.map((other) => text.replace('"outcome":1', `"outcome":${other}`))];
    for (const variant of all) {
      const reader = createOutcomeReader();
      for (let i = 0; i < 3; i++) reader.read(Buffer.from(text));
      const bytes = Buffer.from(variant);
      const parsed = parseOutcome(bytes.toString('utf8'));
      const expected = !parsed.ok ? parsed : parsed.event.kind === 'end' ? parsed.event : outcomeRowOf(parsed.event);
      expect([variant, textOf(reader.read(bytes))]).toEqual([variant, textOf(expected)]);
    }
  }); // prettier-ignore

  it('scores and weights are scanned, as many as there may be', () => {
    const reader = createPredictionReader();
    const many = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`s${i}`, i / 7]));
    for (const weight of [0.1, 0.2, 0.3]) {
      const text = JSON.stringify({ ...good, scores: many(32), weights: { clicks: weight } });
      const parsed = parsePrediction(text);
      if (!parsed.ok || parsed.event.kind === 'end') throw new Error('refused');
      expect(textOf(reader.read(Buffer.from(text)))).toBe(rowText(predictionRowOf(parsed.event)));
    }
    expect(reader.counts).toEqual({ scanned: 2, parsed: 1 });
    const tooMany = JSON.stringify({ ...good, scores: many(33) });
    for (let i = 0; i < 2; i++) expect(reader.read(Buffer.from(tooMany))).toMatchObject({ ok: false });
  });

  it('ends where it ends, whatever was read before', () => {
    const reader = createPredictionReader();
    const text = JSON.stringify(good);
    for (let i = 0; i < 3; i++) reader.read(Buffer.from(text));
    // No quote in it: a scan that ran on into what is left of it would find no end.
    for (const length of [4080, 4081, 300_000]) {
      reader.read(Buffer.alloc(length, 'x'));
      for (let cut = 1; cut < text.length; cut++) {
        expect(reader.read(Buffer.from(text.slice(0, cut)))).toMatchObject({ ok: false, code: 'bad-json' });
      }
    }
  });

  it('has room for what it did not mean when it was learnt', () => {
    const classes = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`class ${i}`, i / 100]));
    const binary = { ...good, probabilities: classes };
    const multiclass = { ...binary, score: null };
    const reader = createPredictionReader();
    for (let i = 0; i < 2; i++) reader.read(Buffer.from(JSON.stringify(binary)));
    const row = reader.read(Buffer.from(JSON.stringify(multiclass)));
    expect(reader.counts).toEqual({ scanned: 2, parsed: 1 });
    const parsed = parsePrediction(JSON.stringify(multiclass));
    if (!parsed.ok || parsed.event.kind === 'end') throw new Error('refused');
    expect(textOf(row)).toBe(rowText(predictionRowOf(parsed.event)));
  });
});
