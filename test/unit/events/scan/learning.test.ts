import { describe, expect, it } from 'vitest';
import { createOutcomeReader, createPredictionReader } from '../../../../src/events/scan/reader.js';
import { MOST_CELLS } from '../../../../src/events/scan/layout-tree.js';
import { newTrust, scanned, takeLesson, worthScanning } from '../../../../src/events/scan/trust.js';

const prediction = {
  id: 'a',
  model: 'm',
  version: '1',
  time: 1000,
  features: { amount: 1.5, country: 'de', trusted: true },
  prediction: 1,
  score: 0.75,
};

/** How many of the records are scanned, after one of each kind was learnt. */
function scannedOf(texts: readonly string[]): number {
  const reader = createPredictionReader();
  for (const text of [...texts, ...texts])
    expect(reader.read(Buffer.from(text))).toHaveProperty('kind', 'prediction');
  return reader.counts.scanned;
}

/** As Python's json.dumps writes: a space behind each comma and colon. */
const python = (value: object) =>
  JSON.stringify(value, null, 1)
    .replaceAll(/\n */g, ' ')
    .replaceAll(/([[{]) | ([\]}])/g, '$1$2');

describe('a layout is scanned once it was learnt', () => {
  it.each<[string, string]>([
    ['as JSON.stringify writes it', JSON.stringify(prediction)],
    ['as Python writes it', python(prediction)],
    ['as a pretty-printer writes it, with an end of line', `${JSON.stringify(prediction, null, 2)}\n`],
    ['with its keys sorted', JSON.stringify(Object.fromEntries(Object.entries(prediction).sort(([a], [b]) => (a < b ? -1 : 1))))],
    ['with fields that nobody knows', JSON.stringify({ trace: { span: [1, 'x', null] }, ...prediction, note: 'é' })],
    ['with names in other scripts and escapes', JSON.stringify({ ...prediction, features: { größe: 1, 'a"b\\': 2, 面积: 3 } })],
    ['with names that are numbers in order', JSON.stringify({ ...prediction, features: { 1: 1, 2: 2, 10: 3 } })],
    ['with an id that is not ASCII', JSON.stringify({ ...prediction, id: 'идентификатор-\n' })],
    ['with no features', JSON.stringify({ ...prediction, features: {} })],
    ['with objects that are null', JSON.stringify({ ...prediction, segments: null, probabilities: null, error: null, latencyMs: null })],
    ['of a failure', JSON.stringify({ ...prediction, prediction: null, error: { message: 'too slow', code: 'timeout' } })],
    ['of a multiclass answer', JSON.stringify({ ...prediction, score: undefined, prediction: 'cat', probabilities: { cat: 1, dog: 0 } })],
    ['with segments and a latency', JSON.stringify({ ...prediction, segments: { region: 'north' }, latencyMs: 3.25 })],
    ['with long numbers', JSON.stringify({ ...prediction, features: { x: Math.PI, y: 1e-7, z: -1.7976931348623157e308 } })],
    ['with a time in ISO 8601', JSON.stringify({ ...prediction, time: '2025-01-06T12:00:00.123Z' })],
  ])('%s', (_, text) => {
    expect(scannedOf([text])).toBe(1);
  }); // prettier-ignore

  it('beside others: optional fields, other spaces, other models', () => {
    const texts = [
      JSON.stringify(prediction),
      python(prediction),
      JSON.stringify({ ...prediction, latencyMs: 1 }),
      JSON.stringify({ ...prediction, features: { amount: 1, country: 'de' } }),
      ...Array.from({ length: 200 }, (_, i) =>
        JSON.stringify({ ...prediction, model: `model ${i}`, features: { [`feature of ${i}`]: i } }),
      ),
    ];
    expect(scannedOf(texts)).toBe(texts.length);
  });

  it('whatever its values are', () => {
    const texts = [null, 'text', '', true, false, 0, -0, 1e300, 'x'.repeat(2000)].map((amount) =>
      JSON.stringify({ ...prediction, features: { ...prediction.features, amount } }),
    );
    expect(scannedOf(texts)).toBe(2 * texts.length - 1);
  });

  it.each<[string, string]>([
    ['a name twice', JSON.stringify(prediction).replace('"country"', '"amount"')],
    ['a field twice', JSON.stringify(prediction).replace('{', '{"id":"b",')],
    ['names that are numbers out of order', JSON.stringify(prediction).replace('"country"', '"1"')],
  ])('but not with %s', (_, text) => {
    expect(scannedOf([text])).toBe(0);
  });

  it('of an outcome too', () => {
    const reader = createOutcomeReader();
    const outcome = { id: 'a', model: 'm', time: 1, outcome: 'cat', values: { eur: 2.5 } };
    for (let i = 0; i < 3; i++) reader.read(Buffer.from(JSON.stringify(outcome)));
    expect(reader.counts).toEqual({ scanned: 2, parsed: 1 });
  });
});

describe('learning is bounded', () => {
  const wide = (model: string, width: number) =>
    Buffer.from(JSON.stringify({ ...prediction, model, features: Object.fromEntries(Array.from({ length: width }, (_, i) => [`f${i} of ${model}`, i])) })); // prettier-ignore

  it('forgets all layouts where there is no room for one more, and learns again', () => {
    const reader = createPredictionReader();
    const usual = Buffer.from(JSON.stringify(prediction));
    // Each takes a twentieth of the tree; 26 of them do not fit.
    const edges = Math.floor(MOST_CELLS / 16 / 20);
    for (let i = 0; i < 26; i++) {
      for (let j = 0; j < 2; j++) {
        const row = reader.read(wide(`m${i}`, edges));
        if (!('features' in row)) throw new Error('refused');
        expect([row.features.names.length, row.features.numbers[edges - 1]]).toEqual([edges, edges - 1]);
        reader.read(usual);
      }
    }
    expect(reader.counts.scanned).toBeGreaterThan(65);
  });

  it('gives up on records that are all different, for longer and longer', () => {
    const reader = createPredictionReader();
    const text = (i: number) => Buffer.from(JSON.stringify({ ...prediction, [`extra${i}`]: i }));
    for (let i = 0; i < 3000; i++) reader.read(text(i));
    expect(reader.counts.scanned).toBe(0);
    // And comes back to those that are alike.
    for (let i = 0; i < 12_000; i++) reader.read(text(0));
    expect(reader.counts.scanned).toBeGreaterThan(2000);
  });

  it('goes on where one record in three is scanned', () => {
    const reader = createPredictionReader();
    for (let i = 0; i < 6000; i++) {
      const extra = i % 3 === 0 ? {} : { [`extra${i}`]: i };
      reader.read(Buffer.from(JSON.stringify({ ...prediction, ...extra })));
    }
    expect(reader.counts.scanned).toBe(1999);
  });
});

describe('trust', () => {
  /** Share of a hundred thousand records that is scanned in vain, and that is learnt. */
  function cost(hit: (record: number) => boolean): { scans: number; lessons: number } {
    const trust = newTrust();
    let [scans, lessons] = [0, 0];
    for (let i = 0; i < 100_000; i++) {
      if (!worthScanning(trust)) continue;
      scanned(trust, hit(i));
      if (hit(i)) continue;
      scans++;
      if (takeLesson(trust)) lessons++;
    }
    return { scans: scans / 100_000, lessons: lessons / 100_000 };
  }

  it('costs next to nothing where nothing is to be gained', () => {
    const { scans, lessons } = cost(() => false);
    expect(scans).toBeLessThan(0.02);
    expect(lessons).toBeLessThan(0.005);
  });

  it('learns no more than one record in 128 in the long run', () => {
    expect(cost((i) => i % 2 === 0).lessons).toBeLessThan(1 / 128 + 256 / 100_000);
  });

  it('is never lost where all is well', () => {
    expect(cost(() => true).scans).toBe(0);
  });
});
