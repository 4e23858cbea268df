import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomeHash, predictionHash } from '../../../src/events/content-hash.js';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import { anyOutcome, anyPrediction } from './arbitrary.js';

const backwards = <T>(record: Readonly<Record<string, T>>) =>
  Object.fromEntries(Object.entries(record).reverse());

const prediction: Prediction = {
  kind: 'prediction',
  id: 'a',
  model: 'm',
  version: '1',
  time: 1000,
  features: { x: 1, y: 'two', z: null },
  answer: { task: 'binary', label: 1, score: 0.5 },
  latencyMs: 3,
  segments: { region: 'north' },
};
const outcome: Outcome = {
  kind: 'outcome',
  id: 'a',
  model: 'm',
  time: 1000,
  outcome: 1,
  values: { revenue: 2 },
};

describe('content hashes', () => {
  it('are unsigned 32-bit integers that do not depend on the order of keys', () => {
    fc.assert(
      fc.property(anyPrediction, anyOutcome, (p, o) => {
        const hash = predictionHash(p);
        expect(hash).toBe(hash >>> 0);
        expect(
          predictionHash({
            ...p,
            features: backwards(p.features),
            ...(p.segments && { segments: backwards(p.segments) }),
          }),
        ).toBe(hash);
        expect(outcomeHash({ ...o, ...(o.values && { values: backwards(o.values) }) })).toBe(outcomeHash(o));
      }),
    );
  });

  it.each<[string, Partial<Prediction>]>([
    ['time', { time: 1001 }],
    ['a feature', { features: { x: 2, y: 'two', z: null } }],
    ['the type of a feature', { features: { x: '1', y: 'two', z: null } }],
    ['a missing feature', { features: { x: 1, y: 'two' } }],
    ['values that changed places', { features: { x: 'two', y: 1, z: null } }],
    ['label', { answer: { task: 'binary', label: 0, score: 0.5 } }],
    ['score', { answer: { task: 'binary', label: 1, score: 0.25 } }],
    ['task', { answer: { task: 'multiclass', label: '1' } }],
    ['list', { answer: { task: 'ranking', ranked: ['a', 'b'] } }],
    ['failure', { answer: { task: 'failed', code: 'timeout' } }],
    ['latency', { latencyMs: 4 }],
    ['segment', { segments: { region: 'south' } }],
    ['score of an objective', { scores: { clicks: 0.5 } }],
    ['weight', { weights: { clicks: 0.5 } }],
  ])('tell another %s', (_, change) => {
    expect(predictionHash({ ...prediction, ...change })).not.toBe(predictionHash(prediction));
  });

  it.each<[string, Partial<Outcome>]>([
    ['time', { time: 1001 }],
    ['outcome', { outcome: 0 }],
    ['type of the outcome', { outcome: '1' }],
    ['choice', { outcome: ['a'] }],
    ['value', { values: { revenue: 3 } }],
  ])('tell another %s of an outcome', (_, change) => {
    expect(outcomeHash({ ...outcome, ...change })).not.toBe(outcomeHash(outcome));
  });

  it('have not changed: snapshots of the join hold them', () => {
    expect([predictionHash(prediction), outcomeHash(outcome)]).toMatchInlineSnapshot(`
      [
        656598880,
        2120805217,
      ]
    `);
  });

  it('tell the order of a list, and none in what was chosen of it', () => {
    const list = (...ranked: string[]) =>
      predictionHash({ ...prediction, answer: { task: 'ranking', ranked } });
    const choice = (...ids: string[]) => outcomeHash({ ...outcome, outcome: ids });
    expect(list('a', 'b')).not.toBe(list('b', 'a'));
    expect(list('a')).not.toBe(list('a', 'b'));
    expect(choice('a', 'b')).toBe(choice('b', 'a'));
    expect(new Set([choice(), choice('a'), choice('a', 'b'), choice('a', 'c')]).size).toBe(4);
  });
});
