import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { emptyProfiler, UNKNOWN_MODEL, type Side } from '../../../consumers/profiler/profiler.js';
import { DEAD_LETTER_BYTES, deadLetter, profilerStage } from '../../../consumers/profiler/stage.js';
import type { LogRecord, Offset } from '../../../src/log/port.js';
import { imbalances, type Books } from '../../../src/records/books.js';
import type { DeltaRecord } from '../../../src/records/profile.js';
import { profile } from './profile.js';
import { settings } from './settings.js';
import { record } from './source.js';

const NOW = 1_000_000_000;
const prediction = {
  id: 'a',
  model: 'm',
  version: '1',
  time: NOW,
  features: { x: 1 },
  prediction: 1,
  score: 0.5,
};
const good = { predictions: prediction, outcomes: { id: 'a', model: 'm', time: NOW, outcome: 1 } };

const bad: [string, (side: Side) => unknown, string][] = [
  ['bad-json', () => '{"id":', UNKNOWN_MODEL],
  ['bad-json', () => '', UNKNOWN_MODEL],
  ['not-a-number', () => '{"features":{"x":NaN}}', UNKNOWN_MODEL],
  ['wrong-type', () => '[1]', UNKNOWN_MODEL],
  ['missing-field', (side) => ({ ...good[side], time: undefined }), UNKNOWN_MODEL],
  ['missing-id', (side) => ({ ...good[side], id: '' }), UNKNOWN_MODEL],
  ['too-large', (side) => ({ ...good[side], pad: 'x'.repeat(settings.recordLimit) }), UNKNOWN_MODEL],
  ['future', (side) => ({ ...good[side], time: NOW + settings.futureTolerance + 1 }), 'm'],
  ['conflicting', (side) => ({ ...good[side], time: NOW - 1 }), 'm'],
];

describe.each<Side>(['predictions', 'outcomes'])('a bad record of %s', (side) => {
  it.each(bad)('%s: is refused and counted, and the stream goes on', (code, make, model) => {
    const state = emptyProfiler(0);
    const last = { ...good[side], id: 'b' };
    const { frames, deadLetters } = profile(
      state,
      side,
      [good[side], make(side), last].map((value, i) => record(i, value, NOW)),
      settings,
    );
    expect(deadLetters.map(({ offset, refusal }) => [offset, refusal.code])).toEqual([[1, code]]);
    const books = (name: string) => frames.find((frame) => frame.model === name)?.books as Books;
    expect(books(model)[side].deadLetters).toBe(1);
    expect(books(model).deadLetters).toEqual({ [code]: 1 });
    expect(books('m')[side].accepted).toBe(2);
    if (model === UNKNOWN_MODEL) expect(imbalances(books(model))).toEqual([]);
  });

  it('changes no pane and no watermark', () => {
    const run = (...values: unknown[]) =>
      profile(
        emptyProfiler(0),
        side,
        values.map((value, i) => record(i, value, NOW)),
        settings,
      ).frames.find(({ model }) => model === 'm');
    const [clean, dirty] = [run(good[side]), run(good[side], ...bad.map(([, make]) => make(side)))];
    expect(dirty?.deltas).toEqual(clean?.deltas);
    expect([dirty?.predictionsUntil, dirty?.outcomesUntil]).toEqual([
      clean?.predictionsUntil,
      clean?.outcomesUntil,
    ]);
  });
});

it('an event may be as far ahead of its append as the tolerance, and says what to check beyond it', () => {
  const at = (time: number) =>
    profile(emptyProfiler(0), 'predictions', [record(0, { ...prediction, time }, NOW)], settings).deadLetters;
  expect(at(NOW + settings.futureTolerance)).toEqual([]);
  expect(at(NOW + settings.futureTolerance + 1)[0]?.refusal.message).toMatch(
    /more than 2700 s later than its append .*check the producer's clock/,
  );
});

describe('the dead letter', () => {
  const source = (value: Buffer | null, key: string | null = 'a'): LogRecord => ({
    topic: 'predictions',
    partition: 3,
    offset: 17 as Offset,
    key,
    value,
    headers: {},
    appendedAt: NOW,
  });

  it('holds the original bytes, coordinates and reason', () => {
    const value = Buffer.from([0xff, 0x00, 0x7b]);
    expect(deadLetter(source(value), 'profiler', 'bad-json', 'not JSON')).toEqual({
      topic: 'dead-letters',
      key: 'predictions/3/17',
      value,
      headers: {
        topic: 'predictions', partition: '3', offset: '17', appended: String(NOW),
        stage: 'profiler', reason: 'bad-json', message: 'not JSON', key: 'a',
      },
    }); // prettier-ignore
  });

  it('is cut and hashed beyond its limit, and only there', () => {
    const full = Buffer.alloc(DEAD_LETTER_BYTES, 7);
    const whole = deadLetter(source(full), 's', 'r', 'm');
    expect(whole.value?.equals(full)).toBe(true);
    expect(whole.headers).not.toHaveProperty('sha256');
    const over = Buffer.alloc(DEAD_LETTER_BYTES + 1, 7);
    const letter = deadLetter(source(over, null), 's', 'r', 'm');
    expect(letter.value?.equals(full)).toBe(true);
    expect(letter.headers).toMatchObject({
      bytes: String(over.length),
      sha256: createHash('sha256').update(over).digest('hex'),
    });
    expect(letter.headers).not.toHaveProperty('key');
  });

  it('comes from the stage beside the frames of the same commit, tombstones included', () => {
    const stage = profilerStage(settings);
    const records = [
      source(null),
      { ...source(Buffer.from(JSON.stringify(prediction))), offset: 18 as Offset },
    ];
    const produced = stage.step(stage.empty(3), records);
    expect(produced.map(({ topic, key }) => [topic, key])).toEqual([
      ['profiles', UNKNOWN_MODEL],
      ['profiles', 'm'],
      ['dead-letters', 'predictions/3/17'],
    ]);
    const frame = JSON.parse(String(produced[1]?.value)) as DeltaRecord;
    expect(frame).toMatchObject({
      v: 1,
      kind: 'delta',
      model: 'm',
      task: 'binary',
      partition: 3,
      predictionsUntil: NOW - settings.grace,
    });
    expect(frame.deltas).toMatchObject([
      { side: 'prediction', version: '1', segment: '', cover: [18, 19], pane: { n: 1 } },
    ]);
  });
});
