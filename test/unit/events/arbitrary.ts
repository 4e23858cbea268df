import * as fc from 'fast-check';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import { anyFeatureValue, anyNumber, finite, wildName } from '../aggregates/arbitrary.js';

const probability = fc.double({ min: 0, max: 1, noNaN: true });
const className = wildName.filter((name) => name.length > 0 && !name.includes('\t'));

/** Different ids, from few, so that lists and choices meet. */
export const idList = (least: number) =>
  fc.uniqueArray(
    fc.oneof(
      fc.constantFrom('a', 'b', 'c', 'd'),
      wildName.filter((name) => name.length > 0),
    ),
    { minLength: least, maxLength: 24 },
  );

const answer: fc.Arbitrary<Prediction['answer']> = fc.oneof(
  fc.record({ task: fc.constant('binary' as const), label: fc.constantFrom(0 as const, 1 as const), score: probability }),
  fc.record({ task: fc.constant('binary' as const), label: fc.constantFrom(0 as const, 1 as const) }),
  fc.record({ task: fc.constant('multiclass' as const), label: className, probabilities: fc.dictionary(className, probability, { maxKeys: 3 }) }),
  fc.record({ task: fc.constant('multiclass' as const), label: className }),
  fc.record({ task: fc.constant('regression' as const), value: finite }),
  fc.record({ task: fc.constant('ranking' as const), ranked: idList(1) }),
  fc.record({ task: fc.constant('failed' as const), code: wildName }),
); // prettier-ignore

/** Parsed predictions, wilder than the edge lets through. */
export const anyPrediction: fc.Arbitrary<Prediction> = fc.record(
  {
    kind: fc.constant('prediction' as const),
    id: wildName,
    model: fc.constant('m'),
    version: fc.constantFrom('1', '2'),
    time: fc.nat(1e9),
    features: fc.dictionary(wildName, anyFeatureValue, { maxKeys: 4 }),
    answer,
    latencyMs: anyNumber,
    segments: fc.dictionary(wildName, wildName, { maxKeys: 2 }),
    scores: fc.dictionary(wildName, finite, { maxKeys: 3 }),
    weights: fc.dictionary(wildName, finite, { maxKeys: 3 }),
  },
  { requiredKeys: ['kind', 'id', 'model', 'version', 'time', 'features', 'answer'] },
);

export const anyOutcome: fc.Arbitrary<Outcome> = fc.record(
  {
    kind: fc.constant('outcome' as const),
    id: wildName,
    model: fc.constant('m'),
    time: fc.nat(1e9),
    outcome: fc.oneof(fc.constantFrom(0, 1), finite, className, idList(0)),
    values: fc.dictionary(wildName, finite, { maxKeys: 3 }),
  },
  { requiredKeys: ['kind', 'id', 'model', 'time', 'outcome'] },
);
