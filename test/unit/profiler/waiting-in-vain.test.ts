import { expect, it } from 'vitest';
import { measureProfiler } from '../../../consumers/profiler/measure.js';
import { emptyProfiler, type ProfilerState } from '../../../consumers/profiler/state.js';
import { tick } from '../../../consumers/profiler/tick.js';
import type { Books } from '../../../src/records/books.js';
import { profile } from './profile.js';
import { settings } from './settings.js';
import { record } from './source.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEGIN = Date.UTC(2024, 0, 1);
const patient = { ...settings, horizon: DAY, patience: 9 * DAY };

/** A prediction an hour of each model; `looks`: the runtime finds nothing unread and ticks. */
function live(state: ProfilerState, days: number, looks: boolean): { rows: number[]; unmatched: number } {
  const rows: number[] = [];
  let unmatched = 0;
  const count = ({ predictions }: Books): void => {
    unmatched += predictions.unmatched;
  };
  for (let hour = 0; hour < days * 24; hour++) {
    const now = BEGIN + hour * HOUR;
    const event = { id: `${hour}`, model: 'm', version: '1', time: now, features: {}, prediction: 1 };
    const { frames } = profile(state, 'predictions', [record(hour, event, now)], patient);
    for (const { books } of frames) count(books);
    if (looks) tick(state, now + HOUR / 2, patient);
    rows.push(measureProfiler(state, patient).join?.rows ?? 0);
  }
  return { rows, unmatched };
}

it('ends the wait for outcomes that never come, and books who waited in vain', () => {
  const { rows, unmatched } = live(emptyProfiler(0), 60, true);
  // Patience and a day for clocks that differ; pages are an eighth of the rows.
  expect(Math.max(...rows)).toBeLessThanOrEqual(1.3 * 24 * 10);
  expect(unmatched).toBeGreaterThan(49 * 24);
  expect(unmatched).toBeLessThan(51 * 24);
});

it('keeps what outcomes that are unread may still meet, however late it is, and takes back that it was given up', () => {
  const state = emptyProfiler(0);
  const { rows, unmatched } = live(state, 60, false);
  expect(rows.at(-1)).toBe(60 * 24);
  expect(unmatched).toBeGreaterThan(49 * 24);
  // They were appended in time, and are read now.
  const last = { id: '5', model: 'm', time: BEGIN + 6 * HOUR, outcome: 1 };
  const { frames } = profile(state, 'outcomes', [record(0, last, BEGIN + 6 * HOUR)], patient);
  expect(frames[0]?.books).toMatchObject({
    predictions: { joined: 1, unmatched: -1 },
    outcomes: { accepted: 1, joined: 1 },
  });
});

it('has no use for an outcome that comes when nobody waits any more', () => {
  const state = emptyProfiler(0);
  live(state, 2, false);
  const late = { id: '5', model: 'm', time: BEGIN + 6 * HOUR, outcome: 1 };
  const { frames } = profile(
    state,
    'outcomes',
    [record(0, late, BEGIN + 5 * HOUR + 9 * DAY + 1_000)],
    patient,
  );
  expect(frames[0]?.books.outcomes).toMatchObject({ accepted: 1, joined: 0 });
});
