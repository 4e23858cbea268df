import * as fc from 'fast-check';
import type { Outcome, Prediction } from '../../../../src/events/event.js';

const MINUTE = 60_000;

/** What events say: of every task and shape. `say[0]` comes most often, so that repeats say the same. */
const ANSWERS: readonly Prediction['answer'][] = [
  { task: 'binary', label: 1, score: 0.25 },
  { task: 'binary', label: 0 },
  { task: 'multiclass', label: 'cat' },
  { task: 'multiclass', label: 'dog', probabilities: { cat: 0.1, dog: 0.7, toString: 0.2 } },
  { task: 'multiclass', label: '', probabilities: {} },
  { task: 'regression', value: -0 },
  { task: 'regression', value: 1e300 },
  { task: 'ranking', ranked: ['a', 'b'] },
  { task: 'ranking', ranked: Array.from({ length: 25 }, (_, i) => `item ${i}`) },
  { task: 'failed', code: 'timeout' },
];
const SEGMENTS: readonly Prediction['segments'][] = [
  undefined,
  { country: 'de' },
  { country: 'fr', device: 'phone' },
  {},
];
const FEATURES: readonly Prediction['features'][] = [
  {},
  { x: 0.1 },
  { x: -0, plan: 'basic', gone: null, paid: true },
  { plan: '', x: -1e300, toString: 7, y: 5e-324, z: 1 },
];
const HAPPENED: readonly Outcome['outcome'][] = [
  1,
  0,
  -0,
  0.5,
  7,
  'cat',
  'dog',
  '',
  [],
  ['b'],
  ['item 3', 'z'],
];
const VALUES: readonly Outcome['values'][] = [undefined, { revenue: 12.5 }, { revenue: 3, minutes: -0 }, {}];

const mostly = (most: number) =>
  fc.oneof({ arbitrary: fc.constant(0), weight: 2 }, { arbitrary: fc.nat(most), weight: 1 });

/** Times mostly go on and sometimes come back, from a few ids: every kind of repeat, lateness and match. */
const moment = fc.record({
  step: fc.integer({ min: 0, max: 40 }),
  back: fc.oneof(
    { arbitrary: fc.constant(0), weight: 3 },
    { arbitrary: fc.integer({ min: 0, max: 480 }), weight: 1 },
  ),
  id: fc.nat(11),
  again: fc.integer({ min: 0, max: 30 }),
  version: mostly(2),
  say: mostly(7),
  more: mostly(3),
});
type Moment = typeof moment extends fc.Arbitrary<infer M> ? M : never;

const topic = <E>(event: (at: Moment, time: number) => E) =>
  fc.array(moment, { maxLength: 80, size: 'max' }).map((moments) => {
    let now = 0;
    const events: E[] = [];
    for (const at of moments) {
      now += at.step * MINUTE;
      // Said again word for word, a little later; else something new, now or late.
      const before = at.again > 0 && at.again < 8 ? events.at(-at.again) : undefined;
      events.push(before ?? event(at, Math.max(0, now - at.back * MINUTE)));
    }
    return events;
  });

export const predictions: fc.Arbitrary<Prediction[]> = topic(({ id, version, say, more }, time) => {
  const segments = SEGMENTS[more];
  return {
    kind: 'prediction',
    id: `id-${id}`,
    model: 'm',
    version: `v${version}`,
    time,
    features: FEATURES[(say + more) % FEATURES.length] as Prediction['features'],
    answer: ANSWERS[say] as Prediction['answer'],
    ...(segments && { segments }),
  };
});

export const outcomes: fc.Arbitrary<Outcome[]> = topic(({ id, say, more }, time) => {
  const values = VALUES[more];
  return {
    kind: 'outcome',
    id: `id-${id}`,
    model: 'm',
    time,
    outcome: HAPPENED[say] as number | string,
    ...(values && { values }),
  };
});

/** Which topic is read next, and what is done after it. */
export const schedule = fc.array(
  fc.record({
    predictions: fc.boolean(),
    after: fc.constantFrom('go on', 'go on', 'evict', 'snapshot' as const),
  }),
  { minLength: 160, maxLength: 160 },
);
