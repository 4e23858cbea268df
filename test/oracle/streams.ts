/**
 * Random streams with everything that real ones have: repeated, conflicting, late, skewed and broken records, outcomes
 * before their predictions, champion and shadow on one id, all tasks, records after an end marker. Built of small independent
 * choices, so that fast-check can shrink a failing stream to the few records that matter.
 */
import * as fc from 'fast-check';
import type { Rules, SourceRecord } from './source.js';
import { breakRecord, repeatRecord } from './spoil.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const BEGIN = Date.UTC(2024, 1, 28);

/** Short horizons, so that some dozens of records see everything happen. `read` names models that have a fixed task. */
export const rules: Rules = {
  pane: HOUR,
  grace: HOUR,
  horizon: 3 * HOUR,
  futureTolerance: 45 * MINUTE,
  patience: 5 * HOUR,
  recordLimit: 4096,
  fixedTasks: {
    'fixed-multiclass': 'multiclass',
    'fixed-regression': 'regression',
    'fixed-ranking': 'ranking',
  },
};

export class Stream {
  readonly partitions: number;
  readonly records: readonly SourceRecord[];
  /** All models have end markers everywhere: nothing is left waiting. */
  readonly ended: boolean;

  constructor(partitions: number, records: readonly SourceRecord[], ended: boolean) {
    this.partitions = partitions;
    this.records = records;
    this.ended = ended;
  }

  /** As a person reads a counterexample. */
  [fc.toStringMethod](): string {
    const lines = this.records.map(
      ({ topic, partition, offset, appendedAt, value }) =>
        `  ${topic}/${partition}/${offset} at ${appendedAt}: ${value.toString().slice(0, 400)}`,
    );
    return [`${this.partitions} partitions${this.ended ? ', ended' : ''}`, ...lines].join('\n');
  }
}

const MODELS = [
  'binary',
  'multiclass',
  'regression',
  'mixed',
  'fixed-multiclass',
  'fixed-regression',
  'ranking',
  'fixed-ranking',
] as const;
type Model = (typeof MODELS)[number];

const number = fc.oneof(
  fc.constantFrom(0, 1, 2, 0.1, 0.2, 0.3, 5e-324, 1.7e308, -1.7e308, 2 ** 60, -1, 1e21, 1e-7),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -5, max: 5 }),
);
const word = fc.constantFrom('a', 'b', 'A=b', '', 'naïve 東京 🙂', 'x'.repeat(80), '__proto__', 'true');
const value = fc.oneof(number, word, fc.boolean(), fc.constant(null));
const probability = fc.oneof(
  fc.constantFrom(0, 1, 0.5, 0.1, 1e-20),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
const label = fc.constantFrom('yes', 'no', 'toString');
const named = <V>(names: readonly string[], of: fc.Arbitrary<V>) =>
  fc.dictionary(fc.constantFrom(...names), of, { maxKeys: names.length, noNullPrototype: true });
const sometimes = <V, Nil>(of: fc.Arbitrary<V>, once: number, nil: Nil) =>
  fc.oneof({ weight: once - 1, arbitrary: fc.constant(nil) }, { weight: 1, arbitrary: of });
const maybe = <V>(of: fc.Arbitrary<V>) => sometimes(of, 2, undefined);

const binary = fc.record({ prediction: fc.constantFrom(0, 1, true, false), score: probability });
const booleanOnly = fc.record({ prediction: fc.boolean() });
const multiclass = fc.record({
  prediction: label,
  probabilities: maybe(named(['yes', 'no', 'toString', 'maybe'], probability)),
});
// Two of these differ by more than any float64.
const quantity = fc.oneof({ weight: 2, arbitrary: number }, fc.constantFrom(1.7e308, -1.7e308));
const regression = fc.record({ prediction: quantity });
const item = fc.constantFrom('a', 'b', 'c', 'd', 'e', '1', 'naïve 東京 🙂');
// Some that are too long for what is looked at, or for an event.
const ids = (least: number) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.uniqueArray(item, { minLength: least, maxLength: 7 }) },
    fc.constantFrom(...[25, 100, 101].map((n) => Array.from({ length: n }, (_, i) => `${i}`))),
  );
const ranking = fc.record({ prediction: ids(0), score: maybe(probability) });
const failure = fc.record({ error: fc.record({ code: fc.constantFrom('timeout', 'oom') }) });

const answers: Record<Model, fc.Arbitrary<object>> = {
  binary: fc.oneof({ weight: 4, arbitrary: binary }, booleanOnly, failure),
  multiclass: fc.oneof({ weight: 4, arbitrary: multiclass }, failure),
  regression: fc.oneof({ weight: 4, arbitrary: regression }, failure),
  mixed: fc.oneof(binary, booleanOnly, multiclass, regression, ranking, failure),
  'fixed-multiclass': fc.oneof(
    multiclass,
    fc.record({ prediction: fc.integer({ min: 0, max: 3 }), score: probability }),
  ),
  'fixed-regression': fc.record({ prediction: quantity, score: maybe(probability) }),
  ranking: fc.oneof({ weight: 4, arbitrary: ranking }, failure),
  'fixed-ranking': fc.oneof({ weight: 4, arbitrary: ranking }, multiclass),
};
const outcomes: Record<Model, fc.Arbitrary<unknown>> = {
  binary: fc.constantFrom(0, 1, true, false, 7, '1'),
  multiclass: fc.oneof(label, fc.constantFrom(1, 'never predicted')),
  regression: fc.oneof({ weight: 4, arbitrary: quantity }, label),
  mixed: fc.oneof(fc.constantFrom(0, 1, 2.5, -3), label, fc.boolean(), ids(0)),
  'fixed-multiclass': fc.oneof(label, fc.integer({ min: 0, max: 3 })),
  'fixed-regression': quantity,
  ranking: fc.oneof({ weight: 4, arbitrary: ids(0) }, label),
  'fixed-ranking': ids(0),
};

/** What a record says but for its time. Few ids, each of one model, so that records meet. */
const said = fc.nat(4 * MODELS.length - 1).chain((id) => {
  const model = MODELS[id % MODELS.length] as Model;
  return fc.oneof(
    fc.record({
      topic: fc.constant('predictions' as const),
      id: fc.constant(id),
      model: fc.constant(model),
      body: fc
        .tuple(
          fc.record({
            version: fc.constantFrom('1', '2'),
            features: named(['x', 'y', 'colour', '__proto__'], value),
            latencyMs: maybe(fc.oneof(fc.constant(null), fc.double({ min: 0, max: 1e6, noNaN: true }))),
            segments: maybe(fc.oneof(fc.constant(null), named(['region', 'a'], word))),
          }),
          answers[model],
        )
        .map(([rest, answer]) => ({ ...rest, ...answer })),
    }),
    fc.record({
      topic: fc.constant('outcomes' as const),
      id: fc.constant(id),
      model: fc.constant(model),
      body: fc.record({
        outcome: outcomes[model],
        values: maybe(fc.oneof(fc.constant(null), named(['revenue', 'minutes'], number))),
      }),
    }),
  );
});

/** Steps of the producers' clock, and how far a record's own time is behind it (ahead of it: negative), ms. */
const behind = fc.oneof(
  { weight: 12, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 8 * 60 }).map((minutes) => minutes * MINUTE) },
  // To the very edge of what is late, what matches, what is too far ahead.
  {
    weight: 1,
    arbitrary: fc.constantFrom(rules.grace, rules.grace + 1, rules.horizon, rules.horizon + 1, 3 * 24 * HOUR),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(-rules.futureTolerance, -rules.futureTolerance - 1, -HOUR, -MINUTE),
  },
);
const entry = fc.record({
  step: fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: 0, max: 8 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 300 }) },
  ),
  behind,
  said,
  /** An earlier record again (so many back in its topic), as it was, in other words, or changed. */
  again: sometimes(
    fc.record({ back: fc.nat(5), how: fc.constantFrom('same', 'reworded', 'changed') }),
    6,
    null,
  ),
  broken: sometimes(fc.nat(1000), 12, null),
  ends: sometimes(fc.constant(true), 200, false),
});

export const streams: fc.Arbitrary<Stream> = fc
  .record({
    partitions: fc.integer({ min: 1, max: 8 }),
    entries: fc.array(entry, { maxLength: 300, size: 'max' }),
    ended: fc.boolean(),
  })
  .map(({ partitions, entries, ended }) => {
    const writer = new Writer();
    const texts: Record<'predictions' | 'outcomes', { text: string; partition: number }[]> = {
      predictions: [],
      outcomes: [],
    };
    let now = BEGIN;
    for (const { step, behind, said, again, broken, ends } of entries) {
      now += step * MINUTE;
      const { topic, id, model, body } = said;
      const earlier = again ? texts[topic].at(-1 - again.back) : undefined;
      let text = JSON.stringify({ id: `id-${id}`, model, time: now - behind, ...body });
      let partition = id % partitions;
      if (again && earlier) {
        text = repeatRecord(earlier.text, again.how);
        partition = earlier.partition;
      }
      texts[topic].push({ text, partition });
      if (ends) text = JSON.stringify({ kind: 'end', model, time: now });
      writer.write(
        topic,
        partition,
        broken === null ? Buffer.from(text) : breakRecord(text, broken, rules.recordLimit),
        now,
      );
    }
    if (ended) {
      for (const model of MODELS)
        for (const topic of ['predictions', 'outcomes'] as const)
          for (let partition = 0; partition < partitions; partition++)
            writer.write(
              topic,
              partition,
              Buffer.from(JSON.stringify({ kind: 'end', model, time: now })),
              now,
            );
    }
    return new Stream(partitions, writer.records, ended);
  });

/** Gives offsets, as a log does. */
export class Writer {
  readonly records: SourceRecord[] = [];
  readonly #next = new Map<string, number>();

  write(topic: SourceRecord['topic'], partition: number, value: Buffer, appendedAt: number): void {
    const key = `${topic}/${partition}`;
    const offset = this.#next.get(key) ?? 0;
    this.#next.set(key, offset + 1);
    this.records.push({ topic, partition, offset, appendedAt, value });
  }
}
