import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringHash } from '../../../../src/aggregates/string-hash.js';
import { outcomeHash, predictionHash } from '../../../../src/events/content-hash.js';
import type { Prediction } from '../../../../src/events/event.js';
import { keySeed, writeKey } from '../../../../src/events/rows/event-key.js';
import { outcomeRowOf, predictionRowOf } from '../../../../src/events/rows/fill-row.js';
import { FALSE, MISSING, NUMBER, TEXT, TRUE } from '../../../../src/events/rows/row.js';
import { anyOutcome, anyPrediction } from '../arbitrary.js';

const prediction: Prediction = {
  kind: 'prediction',
  id: 'a',
  model: 'm',
  version: '1',
  time: 1000,
  features: { x: 1.5, y: 'two', z: null, on: true, off: false },
  answer: { task: 'binary', label: 1, score: 0.75 },
  latencyMs: 3,
  segments: { region: 'north' },
};

describe('a prediction as a row', () => {
  it('says the same, by columns', () => {
    const row = predictionRowOf(prediction);
    const key = new Uint32Array(4);
    writeKey(keySeed('m'), 'a', key);
    expect(row).toMatchObject({
      kind: 'prediction',
      key,
      model: 'm',
      version: '1',
      time: 1000,
      contentHash: predictionHash(prediction),
      task: 'binary',
      label: '1',
      score: 0.75,
      value: NaN,
      code: '',
      probabilities: null,
      latencyMs: 3,
      segments: { names: ['region'], texts: ['north'] },
    });
    const { names, kinds, numbers, texts, textHashes } = row.features;
    expect(names).toEqual(['x', 'y', 'z', 'on', 'off']);
    expect([...kinds.subarray(0, 5)]).toEqual([NUMBER, TEXT, MISSING, TRUE, FALSE]);
    expect(numbers[0]).toBe(1.5);
    expect([texts[1], texts[3], texts[4]]).toEqual(['two', 'true', 'false']);
    expect([textHashes[1], textHashes[3], textHashes[4]]).toEqual(['two', 'true', 'false'].map(stringHash));
  });

  it.each<[string, Prediction['answer'], object]>([
    ['binary without a score', { task: 'binary', label: 0 }, { task: 'binary', label: '0', score: NaN }],
    [
      'multiclass',
      { task: 'multiclass', label: 'cat', probabilities: { cat: 0.5, dog: 0.5 } },
      { label: 'cat', score: NaN, probabilities: { names: ['cat', 'dog'] } },
    ],
    ['multiclass without probabilities', { task: 'multiclass', label: 'cat' }, { probabilities: null }],
    ['regression', { task: 'regression', value: -2.5 }, { label: '', value: -2.5 }],
    ['failed', { task: 'failed', code: 'timeout' }, { task: 'failed', label: '', code: 'timeout' }],
  ])('%s', (_, answer, expected) => {
    expect(predictionRowOf({ ...prediction, answer })).toMatchObject(expected);
  });

  it('says NaN and null for what was not said', () => {
    const { latencyMs: _, segments: __, ...bare } = prediction;
    expect(predictionRowOf(bare)).toMatchObject({ latencyMs: NaN, segments: null });
  });

  it('of hundreds of features has them all', () => {
    const features = Object.fromEntries(Array.from({ length: 700 }, (_, i) => [`f${i}`, i]));
    const row = predictionRowOf({ ...prediction, features });
    expect([...row.features.numbers.subarray(0, 700)]).toEqual(Object.values(features));
  });

  it('has the content hash of its event, any event', () => {
    fc.assert(
      fc.property(anyPrediction, anyOutcome, (p, o) => {
        expect(predictionRowOf(p).contentHash).toBe(predictionHash(p));
        expect(outcomeRowOf(o).contentHash).toBe(outcomeHash(o));
      }),
    );
  });
});

describe('an outcome as a row', () => {
  it('is a number or a text, with values where there are some', () => {
    const outcome = { kind: 'outcome', id: 'a', model: 'm', time: 1000, outcome: 1 } as const;
    expect(outcomeRowOf(outcome)).toMatchObject({ number: 1, text: null, values: null });
    expect(outcomeRowOf({ ...outcome, outcome: 'cat', values: { eur: 2 } })).toMatchObject({
      number: NaN,
      text: 'cat',
      values: { names: ['eur'], values: expect.objectContaining({ 0: 2 }) as unknown },
    });
  });

  it('has the key of its prediction', () => {
    const outcome = { kind: 'outcome', id: 'a', model: 'm', time: 1000, outcome: 1 } as const;
    expect(outcomeRowOf(outcome).key).toEqual(predictionRowOf(prediction).key);
  });
});
