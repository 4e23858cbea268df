import { expect, it } from 'vitest';
import { measureProfiler } from '../../../consumers/profiler/measure.js';
import { emptyProfiler } from '../../../consumers/profiler/state.js';
import { profile } from './profile.js';
import { settings } from './settings.js';
import { record } from './source.js';

const event = { model: 'm', version: '1', time: 1_000_000, features: {}, prediction: 1, outcome: 1 };

it('says what waits, and how far each model has come where it has', () => {
  const state = emptyProfiler(0);
  expect(measureProfiler(state, settings)).toEqual({ join: { rows: 0, bytes: 0 }, watermarks: [] });

  profile(
    state,
    'predictions',
    [record(0, { ...event, id: 'a' }), record(1, { ...event, id: 'b' })],
    settings,
  );
  const { join, watermarks } = measureProfiler(state, settings);
  expect(join?.rows).toBe(2);
  expect(join?.bytes).toBeGreaterThan(0);
  expect(watermarks).toEqual([{ model: 'm', side: 'predictions', until: 1_000_000 - settings.grace }]);

  profile(state, 'predictions', [record(2, { kind: 'end', model: 'm', time: 0 })], settings);
  expect(measureProfiler(state, settings).watermarks).toEqual([]);
});
