import * as fc from 'fast-check';
import type { Side, SourceRecord } from '../../../consumers/profiler/profiler.js';
import { outcomeTopic, predictionTopic } from '../stream/topics.js';
import { settings } from './settings.js';

/** Long after every event time of a generated topic: the append times of a replay. */
export const REPLAYED_AT = 1_000_000_000;

export function record(offset: number, value: unknown, appendedAt: number = REPLAYED_AT): SourceRecord {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { offset, value: Buffer.from(text), appendedAt };
}

const poison = (side: Side) => ({
  'bad-json': '{"id":',
  'not-a-number': '{"features":{"x":NaN}}',
  'wrong-type': '[]',
  'missing-field': { id: 'a', model: 'm', time: 0, ...(side === 'predictions' ? { version: '1' } : {}) },
  'missing-id': { model: 'm', time: 0 },
  'too-large': { id: 'a', model: 'm', time: 0, pad: 'x'.repeat(settings.recordLimit) },
  future: side === 'predictions'
    ? { id: 'f', model: 'm', version: '1', time: REPLAYED_AT + settings.futureTolerance + 1, features: {}, prediction: 1 }
    : { id: 'f', model: 'm', time: REPLAYED_AT + settings.futureTolerance + 1, outcome: 1 },
}); // prettier-ignore

/** One topic as applications write it: two models, segments, failures, poison; it ends with end markers. */
function topicOf(side: Side, events: readonly object[], spice: readonly number[]): SourceRecord[] {
  const bad = Object.values(poison(side));
  const values = events.flatMap((event, i) => {
    const n = spice[i] ?? 0;
    const model = n % 3 === 0 ? 'other' : 'm';
    const { answer: _, ...rest } = event as { answer?: unknown };
    const spiced =
      side === 'outcomes'
        ? { ...event, model, ...(n % 4 === 0 && { values: { revenue: n / 10 } }) }
        : {
            ...rest,
            model,
            ...(n % 5 === 0 ? { error: { code: 'timeout' } } : { prediction: n % 2, score: n / 40 }),
            ...(n % 4 === 0 && { segments: { region: n % 8 === 0 ? 'north' : 'south' }, latencyMs: n / 3 }),
          };
    return n > 30 ? [bad[n % bad.length], spiced] : [spiced];
  });
  const ends = ['m', 'other'].map((model) => ({ kind: 'end', model, time: 0 }));
  return [...values, ...ends].map((value, offset) => record(offset, value));
}

const spice = fc.array(fc.nat(40), { minLength: 50, maxLength: 50 });

export const bothTopics: fc.Arbitrary<Record<Side, SourceRecord[]>> = fc
  .tuple(predictionTopic, outcomeTopic, spice, spice)
  .map(([predictions, outcomes, p, o]) => ({
    predictions: topicOf('predictions', predictions, p),
    outcomes: topicOf('outcomes', outcomes, o),
  }));

/** How a run reads: batches of so many records of one topic or the other. */
export const batches = fc.array(
  fc.record({
    side: fc.constantFrom<Side>('predictions', 'outcomes'),
    size: fc.integer({ min: 1, max: 12 }),
  }),
  { minLength: 20, maxLength: 60 },
);
