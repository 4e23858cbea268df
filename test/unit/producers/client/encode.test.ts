import { describe, expect, it } from 'vitest';
import { encodeEvent, type PredictionInput } from '../../../../producers/client/encode.js';
import { parsePrediction } from '../../../../src/events/parse.js';

const prediction: PredictionInput = {
  id: '17',
  model: 'churn',
  version: '3',
  time: new Date('2001-02-22T09:00:00Z'),
  features: { logins: 4, plan: 'pro', tenure: null },
  prediction: 1,
  score: 0.83,
};

describe('encodeEvent', () => {
  it('writes what the edge reads, the same moment from each form of time', () => {
    const time = Date.UTC(2001, 1, 22, 9);
    for (const form of [prediction.time, time, '2001-02-22T10:00:00+01:00']) {
      const encoded = encodeEvent({ ...prediction, time: form });
      expect(parsePrediction(encoded.json)).toMatchObject({
        ok: true,
        event: {
          id: '17',
          time,
          features: prediction.features,
          answer: { task: 'binary', label: 1, score: 0.83 },
        },
      });
    }
  });

  it('counts bytes, not characters', () => {
    expect(encodeEvent({ ...prediction, model: 'größe' }).bytes).toBe(
      encodeEvent({ ...prediction, model: 'grse' }).bytes + 3,
    );
  });

  it.each([
    [{ time: '2001-02-22T09:00:00' }, 'with a zone'],
    [{ time: new Date('?') }, 'time must be'],
    [{ score: NaN }, 'score is NaN'],
    [{ features: { logins: Infinity } }, 'features.logins is Infinity; JSON has no such number: give null'],
  ])('refuses what JSON would change: %o', (change, message) => {
    expect(() => encodeEvent({ ...prediction, ...change })).toThrow(message);
  });
});
