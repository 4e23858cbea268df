import * as fc from 'fast-check';
import type { Outcome, Prediction } from '../../../src/events/event.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Times that mostly go on and sometimes come back, from a few ids: every kind of repeat, lateness and match. */
const moment = fc.record({
  step: fc.integer({ min: 0, max: 30 }),
  back: fc.oneof(
    { arbitrary: fc.constant(0), weight: 3 },
    { arbitrary: fc.integer({ min: 0, max: 480 }), weight: 1 },
  ),
  id: fc.nat(3),
  again: fc.boolean(),
  content: fc.nat(5).map((n) => (n === 0 ? 1 : 0)),
});

const topic = <E>(event: (at: { time: number; id: string; content: number }, extra: number) => E) =>
  fc.array(fc.tuple(moment, fc.nat(3)), { maxLength: 50, size: 'max' }).map((rows) => {
    let now = 0;
    const events: E[] = [];
    for (const [{ step, back, id, again, content }, extra] of rows) {
      now += step * MINUTE;
      const last = events.at(-1);
      if (again && content === 0 && last) events.push(last);
      else events.push(event({ time: Math.max(0, now - back * MINUTE), id: `id-${id}`, content }, extra));
    }
    return events;
  });

export const predictionTopic: fc.Arbitrary<Prediction[]> = topic(({ time, id, content }, extra) => ({
  kind: 'prediction',
  id,
  model: 'm',
  version: extra === 0 ? '2' : '1',
  time,
  features: { x: content },
  answer: { task: 'binary', label: 1, score: 0.25 },
}));

export const outcomeTopic: fc.Arbitrary<Outcome[]> = topic(({ time, id, content }) => ({
  kind: 'outcome',
  id,
  model: 'm',
  time,
  outcome: content,
}));

/** Which topic is read next, and whether the rows that are done are evicted after it. */
export const schedule = fc.array(fc.record({ predictions: fc.boolean(), evict: fc.boolean() }), {
  minLength: 100,
  maxLength: 100,
});
