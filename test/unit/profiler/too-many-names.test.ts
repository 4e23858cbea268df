/** A program that makes up names: what it costs is bounded, what it sends is kept, and whoever was there is not disturbed. */
import { serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { emptyProfiler, UNKNOWN_MODEL, type SourceRecord } from '../../../consumers/profiler/profiler.js';
import { profilerStage } from '../../../consumers/profiler/stage.js';
import { imbalances, addBooks, emptyBooks } from '../../../src/records/books.js';
import { profile } from './profile.js';
import { settings as plain } from './settings.js';
import { record } from './source.js';

const NOW = 1_000_000_000;
const MOST = 50;
const settings = {
  ...plain,
  admission: {
    mostModels: MOST,
    mostVersions: 5,
    onlyListed: false,
    isListed: (model: string) => model === 'listed',
  },
};
const said = (id: string, model: string, version = '1') => ({
  id,
  model,
  version,
  time: NOW,
  features: { x: 1 },
  prediction: 1,
  score: 0.5,
});

describe('a hundred thousand models', () => {
  const state = emptyProfiler(0);
  const first = record(0, said('first', 'early'));
  const noise: SourceRecord[] = Array.from({ length: 100_000 }, (_, i) =>
    record(1 + i, said(`n${i}`, `made-up-${i}`)),
  );
  const after = [said('second', 'early'), said('third', 'listed')].map((event, i) =>
    record(200_000 + i, event),
  );
  const { frames, deadLetters } = profile(state, 'predictions', [first, ...noise, ...after], settings);

  it('leave a bounded state and tell the evaluator of a bounded number of models', () => {
    // The limit, the listed one; and whose books the refused ones are in.
    expect(state.models.size).toBe(MOST + 1);
    expect(new Set(frames.map(({ model }) => model)).size).toBe(MOST + 2);
    expect(serialize(state).length).toBeLessThan(1_000_000);
  });

  it('are dead-lettered, all that did not get in, with a reason that says what to do', () => {
    expect(deadLetters.length).toBe(100_000 - (MOST - 1));
    expect(new Set(deadLetters.map(({ refusal }) => refusal.code))).toEqual(new Set(['too-many-models']));
    expect(deadLetters[0]?.refusal.message).toContain('maxModels');
    const books = emptyBooks();
    for (const frame of frames) addBooks(books, frame.books);
    expect(books.predictions.read).toBe(100_003);
    expect(books.deadLetters).toEqual({ 'too-many-models': deadLetters.length });
    const unknown = frames.find(({ model }) => model === UNKNOWN_MODEL);
    expect(unknown && imbalances(unknown.books)).toEqual([]);
  });

  it('disturb neither the model that was there nor the one that is listed', () => {
    const accepted = (name: string) =>
      frames
        .filter(({ model }) => model === name)
        .reduce((n, { books }) => n + books.predictions.accepted, 0);
    expect(accepted('early')).toBe(2);
    expect(accepted('listed')).toBe(1);
  });

  it('come in again after a restart exactly as before it', () => {
    const stage = profilerStage(settings);
    const restored = stage.decode(stage.encode(state));
    const next = [said('a', 'made-up-3'), said('b', 'made-up-99999')].map((event, i) =>
      record(300_000 + i, event),
    );
    expect(profile(restored, 'predictions', next, settings).deadLetters.map(({ offset }) => offset)).toEqual([
      300_001,
    ]);
  });
});

it('end markers and outcomes of models without end are refused like predictions', () => {
  const state = emptyProfiler(0);
  const ends = Array.from({ length: 1_000 }, (_, i) => record(i, { kind: 'end', model: `e${i}`, time: NOW }));
  const { deadLetters, frames } = profile(state, 'outcomes', ends, settings);
  expect(state.models.size).toBe(MOST);
  expect(deadLetters.length).toBe(1_000 - MOST);
  expect(imbalances(frames.find(({ model }) => model === UNKNOWN_MODEL)?.books ?? emptyBooks())).toEqual([]);
});

it('versions without end are refused in the books of their model, whose first versions go on', () => {
  const state = emptyProfiler(0);
  const events = Array.from({ length: 1_000 }, (_, i) => said(`v${i}`, 'm', `request-${i}`));
  const again = said('again', 'm', 'request-2');
  const { deadLetters, frames } = profile(
    state,
    'predictions',
    [...events, again].map((event, i) => record(i, event)),
    settings,
  );
  expect(deadLetters.length).toBe(1_000 - 5);
  expect(new Set(deadLetters.map(({ refusal }) => refusal.code))).toEqual(new Set(['too-many-versions']));
  const [frame] = frames;
  expect(frame?.books.predictions).toMatchObject({ read: 1_001, accepted: 6, deadLetters: 995 });
  expect(new Set(frame?.deltas.map(({ version }) => version)).size).toBe(5);
});
