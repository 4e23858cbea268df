/** Ways in which producers repeat themselves, and ways in which they get a record wrong. */

/** The same record as it was, in other words with the same meaning, or with one thing changed: a conflict. */
export function repeatRecord(text: string, how: 'same' | 'reworded' | 'changed'): string {
  if (how === 'same') return text;
  const record = JSON.parse(text) as Record<string, unknown>;
  if (how === 'changed') {
    const changed = 'outcome' in record ? { outcome: 'another' } : { features: { other: 1 } };
    return JSON.stringify({ ...record, ...changed });
  }
  const { time, prediction, outcome } = record;
  return JSON.stringify({
    // Other order, a field that nobody knows, the same moment as text.
    comment: 'again',
    ...Object.fromEntries(Object.entries(record).reverse()),
    time: new Date(time as number).toISOString().replace('Z', '+00:00'),
    ...(typeof prediction === 'boolean' && { prediction: prediction ? 1 : 0, score: record['score'] }),
    ...(typeof outcome === 'boolean' && { outcome: outcome ? 1 : 0 }),
  });
}

type Spoiled = Record<string, unknown>;

const without = (record: Spoiled, ...names: readonly string[]): Spoiled =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));

const fieldsWrong: readonly ((record: Spoiled, limit: number) => Spoiled | unknown[] | null)[] = [
  (record) => without(record, 'id'),
  (record) => ({ ...record, id: '' }),
  (record) => ({ ...record, id: null }),
  (record) => ({ ...record, id: 7 }),
  (record) => ({ ...record, id: 'i'.repeat(513) }),
  (record) => without(record, 'model'),
  (record) => ({ ...record, model: null }),
  (record) => without(record, 'time'),
  (record) => ({ ...record, time: '2024-02-30T00:00:00Z' }),
  (record) => ({ ...record, time: '2024-02-28T00:00:00' }),
  (record) => ({ ...record, time: -1 }),
  (record) => ({ ...record, time: 1e300 }),
  (record) => ({ ...record, version: 3 }),
  (record) => without(record, 'version'),
  (record) => without(record, 'features'),
  (record) => ({ ...record, features: [1] }),
  (record) => ({ ...record, features: { x: [1] } }),
  (record) => ({ ...record, features: { ['f'.repeat(513)]: 1 } }),
  (record) => without(record, 'prediction', 'error'),
  (record) => ({ ...record, prediction: {} }),
  (record) => ({ ...record, score: 1.5 }),
  (record) => ({ ...record, error: 'timeout' }),
  (record) => ({ ...record, probabilities: { yes: 2 } }),
  (record) => ({ ...record, latencyMs: -1 }),
  (record) => ({ ...record, segments: { region: 1 } }),
  (record) => without(record, 'outcome'),
  (record) => ({ ...record, outcome: ['a', 'a'] }),
  (record) => ({ ...record, outcome: 'tab\there' }),
  (record) => ({ ...record, values: { revenue: 'much' } }),
  (record) => ({ ...without(record, 'model'), kind: 'end' }),
  (record) => ({ ...record, kind: 'end', time: 'never' }),
  (record, limit) => ({ ...record, pad: 'x'.repeat(limit) }),
  () => [],
  () => null,
];

const bytesWrong: readonly ((text: string) => Buffer)[] = [
  () => Buffer.alloc(0),
  () => Buffer.from('nonsense'),
  (text) => Buffer.from(text.slice(0, -1)),
  (text) => Buffer.from(`${text}{}`),
  (text) => Buffer.from(text.replace('"time":', '"time":NaN,"at":')),
  (text) => Buffer.from(text.replace('{', '{"extra":-Infinity,')),
  (text) => Buffer.from(text.replace('"features":{', '"features":{"huge":1e999,')),
  // Not UTF-8: read with replacement characters, which is another id, and a valid one.
  (text) =>
    Buffer.concat([Buffer.from(text.slice(0, 8)), Buffer.from([0xff, 0xfe]), Buffer.from(text.slice(8))]),
];

/** One of the ways to get a record wrong; `n` says which. Some of them leave a record of one kind valid. */
export function breakRecord(text: string, n: number, recordLimit: number): Buffer {
  const i = n % (fieldsWrong.length + bytesWrong.length);
  const bytes = bytesWrong[i - fieldsWrong.length];
  if (bytes) return bytes(text);
  const spoil = fieldsWrong[i] as (typeof fieldsWrong)[number];
  return Buffer.from(JSON.stringify(spoil(JSON.parse(text) as Spoiled, recordLimit)));
}
