import * as fc from 'fast-check';
import { wildName } from '../../aggregates/arbitrary.js';

/** JSON as text, written in any of the ways that JSON allows, and in some that it does not. */
type Written = fc.Arbitrary<string>;

const escaped = (text: string, which: readonly boolean[]): string =>
  `"${[
    ...JSON.stringify(text)
      .slice(1, -1)
      .matchAll(/\\u....|\\.|[^]/g),
  ]
    .map(([part], i) =>
      part.length === 1 && which[i] ? `\\u${part.charCodeAt(0).toString(16).padStart(4, '0')}` : part,
    )
    .join('')}"`;

export const writtenString = (text: fc.Arbitrary<string>): Written =>
  fc.oneof(
    { arbitrary: text.map((each) => JSON.stringify(each)), weight: 4 },
    { arbitrary: fc.tuple(text, fc.array(fc.boolean(), { maxLength: 8 })).map(([each, which]) => escaped(each, which)), weight: 1 },
  ); // prettier-ignore

const digits = (min: number, max: number) =>
  fc.string({ unit: fc.nat(9).map(String), minLength: min, maxLength: max });

export const writtenNumber: Written = fc.oneof(
  { arbitrary: fc.integer({ min: -1000, max: 100_000 }).map(String), weight: 9 },
  { arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)), weight: 9 },
  { arbitrary: fc.double({ min: 0, max: 1, noNaN: true }).map(String), weight: 9 },
  { arbitrary: fc.constantFrom('-0', '0', '1', '-0.0', '1E2', '1e-400', '123456789012345678901234567890'), weight: 3 },
  { arbitrary: fc.constantFrom('1e999', '01', '1.', '.5', 'NaN', '-Infinity'), weight: 1 },
  {
    arbitrary: fc
      .tuple(fc.constantFrom('', '-'), fc.nat(99), digits(1, 20), fc.constantFrom('', 'e3', 'E-7', 'e+12'))
      .map(([sign, whole, decimals, exponent]) => `${sign}${whole}.${decimals}${exponent}`),
    weight: 6,
  },
); // prettier-ignore

const word = fc.constantFrom('de', 'fr', 'north', 'm17', 'prepaid', 'café', '', 'a longer text of a category, beyond what is kept '.repeat(2)); // prettier-ignore
const text = writtenString(fc.oneof({ arbitrary: word, weight: 4 }, { arbitrary: wildName, weight: 1 }));
const nested = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc.constantFrom('{}', '[]', '[1,]', '{"a"}', '[[[]]]', '"\\x"'),
);
const scalar = fc.oneof({ arbitrary: writtenNumber, weight: 4 }, { arbitrary: text, weight: 3 }, fc.constantFrom('true', 'false', 'null')); // prettier-ignore
/** Something else than what belongs there, now and then. */
const mostly = (usual: Written): Written =>
  fc.oneof(
    { arbitrary: usual, weight: 150 },
    { arbitrary: scalar, weight: 1 },
    { arbitrary: nested, weight: 1 },
  );

const probability = fc.oneof(
  { arbitrary: fc.double({ min: 0, max: 1, noNaN: true }).map(String), weight: 60 },
  { arbitrary: writtenNumber, weight: 1 },
);
const id = writtenString(
  fc.oneof(
    { arbitrary: fc.uuid(), weight: 15 },
    { arbitrary: wildName, weight: 2 },
    { arbitrary: fc.constantFrom('é', '\ud83d', '\ufffd', 'x'.repeat(512), 'x'.repeat(513), 'é'.repeat(300)), weight: 1 },
  ),
); // prettier-ignore
const time = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 2e12 }).map(String), weight: 4 },
  { arbitrary: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => `"${date.toISOString()}"`), weight: 4 },
  fc.constantFrom('"2001-02-22T09:00:00Z"', '"2001-02-22T09:00Z"', '"2001-02-22T09:00:00.123456+02:00"', '"2001-02-30T09:00:00Z"', '1.5e12', '1e15', '-5', '1736150400000.7'),
); // prettier-ignore

const versions = writtenString(fc.constantFrom('1', '2025-01-02', ''.padEnd(512, 'v'), 'ü'));
const models = writtenString(fc.constantFrom('fraud', 'delivery', 'shop', 'modèle', 'a'));

/** Of ids, and what is none: too long, repeated, of other things. */
const list = fc.oneof(
  { arbitrary: fc.uniqueArray(fc.constantFrom('"a"', '"b"', '"\\u0063"', '"é"'), { maxLength: 4 }), weight: 6 },
  { arbitrary: fc.array(fc.constantFrom('"a"', '"b"', '""', '1', 'null', '[]', '{}'), { maxLength: 3 }), weight: 2 },
  { arbitrary: fc.integer({ min: 99, max: 101 }).map((n) => Array.from({ length: n }, (_, i) => `"${i}"`)), weight: 1 },
).map((ids) => `[${ids.join(', ')}]`); // prettier-ignore

/** By field name; objects by `*`: the values of their entries. */
const VALUES: Readonly<Record<string, Written>> = {
  kind: fc.oneof({ arbitrary: fc.constantFrom('"prediction"', 'null', '5'), weight: 20 }, fc.constantFrom('"end"', '"\\u0065nd"')),
  id: mostly(id),
  model: mostly(models),
  version: mostly(versions),
  time: mostly(time),
  prediction: fc.oneof({ arbitrary: fc.constantFrom('0', '1', 'true', '"1"', '1.0'), weight: 30 }, fc.constantFrom('"cat"', '2.5', '"a\\tb"', '"\\u0031"'), list, scalar),
  score: fc.oneof({ arbitrary: probability, weight: 30 }, { arbitrary: fc.constant('null'), weight: 3 }, scalar),
  latencyMs: fc.oneof({ arbitrary: fc.double({ min: 0, max: 1e6, noNaN: true }).map(String), weight: 20 }, writtenNumber, fc.constantFrom('null', '-0', '-1')),
  outcome: fc.oneof({ arbitrary: fc.constantFrom('0', '1', 'true', 'false', '"cat"', '2.5', '1e2'), weight: 30 }, fc.constant('"a\\tb"'), list, scalar),
  error: fc.oneof({ arbitrary: fc.constant('null'), weight: 9 }, fc.constantFrom('{"code":""}', '"boom"', '{}', '{"code":5}')),
  extra: fc.oneof(scalar, nested),
  'features*': mostly(scalar),
  'probabilities*': mostly(probability),
  'segments*': mostly(text),
  'values*': mostly(writtenNumber),
  'scores*': mostly(writtenNumber),
  'weights*': mostly(writtenNumber),
  'error*': mostly(text),
  'extra*': fc.oneof(scalar, nested),
}; // prettier-ignore

const NAMES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  features: fc.oneof(
    { arbitrary: fc.constantFrom('amount', 'hour', 'merchant', 'country_code', 'x', 'a_rather_long_name_of_a_feature'), weight: 6 },
    { arbitrary: wildName, weight: 1 },
    { arbitrary: fc.constantFrom('1', '10', '02', 'é', '"', '\\'), weight: 1 },
  ),
  probabilities: fc.constantFrom('cat', 'dog', '0', '1', '2'),
  segments: fc.constantFrom('region', 'plan', 'é'),
  values: fc.constantFrom('eur', 'minutes', '7'),
  scores: fc.constantFrom('clicks', 'dwell', '7', 'é'),
  weights: fc.constantFrom('clicks', 'dwell', '7', 'n'.repeat(513)),
  error: fc.constantFrom('code', 'code', 'message'),
  extra: wildName,
}; // prettier-ignore

/** One kind of record: its fields in order, the names within, and the spaces that its producer puts. */
interface Shape {
  readonly fields: readonly { readonly name: string; readonly names: readonly string[] | null }[];
  readonly comma: string;
  readonly colon: string;
  readonly outer: string;
  /** Of most of its records, as it is written. */
  readonly model: string;
}

const OFTEN = { prediction: ['id', 'model', 'version', 'time', 'features', 'prediction'], outcome: ['id', 'model', 'time', 'outcome'] }; // prettier-ignore
const SOMETIMES = { prediction: ['score', 'probabilities', 'segments', 'scores', 'weights', 'latencyMs', 'error', 'kind', 'extra', 'id'], outcome: ['values', 'values', 'kind', 'extra', 'outcome'] }; // prettier-ignore

function shapeOf(side: 'prediction' | 'outcome'): fc.Arbitrary<Shape> {
  const fields = fc
    .tuple(
      fc.subarray(OFTEN[side], { minLength: OFTEN[side].length - 1 }).chain((some) => (some.length < OFTEN[side].length ? fc.constantFrom(OFTEN[side], OFTEN[side], OFTEN[side], some) : fc.constant(some))),
      fc.subarray(SOMETIMES[side].slice(0, -1)),
      fc.oneof({ arbitrary: fc.constant([]), weight: 9 }, { arbitrary: fc.constant(SOMETIMES[side].slice(-1)), weight: 1 }),
      fc.boolean(),
    )
    .chain(([often, sometimes, twice, shuffled]) => {
      const all = [...often, ...sometimes, ...twice];
      return shuffled ? fc.shuffledSubarray(all, { minLength: all.length }) : fc.constant(all);
    }); // prettier-ignore
  const names = (field: string): fc.Arbitrary<readonly string[] | null> => {
    const some = NAMES[field];
    if (!some) return fc.constant(null);
    const unique = fc.uniqueArray(some, { maxLength: 6 });
    const list = fc.oneof({ arbitrary: unique, weight: 12 }, { arbitrary: fc.array(some, { maxLength: 4 }), weight: 1 });
    return field === 'error' || field === 'extra' ? fc.option(list, { nil: null }) : list;
  }; // prettier-ignore
  return fc.record({
    fields: fields.chain((all) =>
      fc.tuple(...all.map((name) => names(name).map((within) => ({ name, names: within })))),
    ),
    comma: fc.constantFrom(',', ', ', ',\n  ', ' , '),
    colon: fc.constantFrom(':', ': ', ' :\t'),
    outer: fc.constantFrom('', '', '', ' ', '\n'),
    model: models,
  });
}

function recordOf({ fields, comma, colon, outer, model }: Shape): Written {
  const value = ({ name, names }: Shape['fields'][number]): Written => {
    if (name === 'model')
      return fc.oneof({ arbitrary: fc.constant(model), weight: 9 }, VALUES['model'] as Written);
    const values = VALUES[`${name}*`];
    if (names === null || !values) return VALUES[name] as Written;
    return fc
      .tuple(...names.map(() => values))
      .map((all) => `{${names.map((each, i) => JSON.stringify(each) + colon + all[i]).join(comma)}}`);
  };
  return fc
    .tuple(...fields.map(value))
    .map(
      (all) =>
        `${outer}{${fields.map(({ name }, i) => JSON.stringify(name) + colon + all[i]).join(comma)}}${outer}`,
    );
}

/** Cuts it, changes a byte, or leaves it. */
const damage = fc.oneof(
  { arbitrary: fc.constant((bytes: Buffer) => bytes), weight: 20 },
  { arbitrary: fc.nat(400).map((length) => (bytes: Buffer) => bytes.subarray(0, length)), weight: 1 },
  {
    arbitrary: fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('",:{}[]\\0-.e \t')))).map(
      ([at, byte]) => (bytes: Buffer) => {
        const changed = Buffer.from(bytes);
        changed[at % bytes.length] = byte;
        return changed;
      },
    ),
    weight: 2,
  },
); // prettier-ignore

/** The records of a topic: a few producers take turns, each with its own shape; some records are damaged. */
export function topic(side: 'prediction' | 'outcome'): fc.Arbitrary<Buffer[]> {
  return fc
    .array(shapeOf(side).chain((shape) => fc.array(recordOf(shape), { minLength: 5, maxLength: 12 })), { minLength: 1, maxLength: 4 })
    .chain((producers) => {
      const inTurns = Array.from({ length: 12 }, (_, i) => producers.flatMap((records) => records.slice(i, i + 1))).flat();
      return fc.tuple(...inTurns.map((text) => damage.map((change) => change(Buffer.from(text)))));
    }); // prettier-ignore
}
