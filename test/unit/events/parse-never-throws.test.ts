import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOutcome, parsePrediction } from '../../../src/events/parse.js';
import { anyText, wildName } from '../aggregates/arbitrary.js';

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

describe('parsing never throws', () => {
  const parsers = [parsePrediction, parseOutcome];
  const isVerdict = (text: string) => {
    for (const parse of parsers) {
      const parsed = parse(text);
      if (!parsed.ok) expect(parsed.message.length).toBeGreaterThan(0);
      else expect(Number.isSafeInteger(parsed.event.time)).toBe(true);
    }
  };

  it('on any text', () => {
    fc.assert(fc.property(fc.oneof(anyText(), fc.json()), isVerdict), { numRuns: 500 });
  });

  it('on an event with any JSON value in any field, or cut anywhere', () => {
    const fields = [
      'kind',
      'id',
      'model',
      'version',
      'time',
      'features',
      'prediction',
      'score',
      'probabilities',
      'error',
      'latencyMs',
      'segments',
      'outcome',
      'values',
    ];
    const change = fc.dictionary(
      fc.oneof({ arbitrary: fc.constantFrom(...fields), weight: 9 }, wildName),
      fc.oneof(fc.jsonValue(), wildName),
      { maxKeys: 5 },
    );
    fc.assert(
      fc.property(change, fc.nat(400), (change, length) => {
        const text = JSON.stringify({ ...prediction, ...outcome, ...change });
        isVerdict(text);
        isVerdict(text.slice(0, length));
      }),
      { numRuns: 500 },
    );
  });

  it('on nesting deeper than the stack, wherever it stands', () => {
    const deep = '['.repeat(60_000) + ']'.repeat(60_000);
    isVerdict(deep);
    for (const field of ['id', 'time', 'prediction', 'error', 'segments', 'values']) {
      isVerdict(
        `{"id":"a","model":"m","version":"1","time":1,"features":{"x":1},"prediction":1,"${field}":${deep}}`,
      );
    }
    isVerdict(`{"id":"a","model":"m","version":"1","time":1,"features":{"x":${deep}}}`);
  });
});
