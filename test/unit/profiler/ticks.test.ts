import { describe, expect, it } from 'vitest';
import { measureProfiler } from '../../../consumers/profiler/measure.js';
import { emptyProfiler, type ProfilerState, type Side } from '../../../consumers/profiler/state.js';
import { tick } from '../../../consumers/profiler/tick.js';
import { HOUR } from '../stream/topics.js';
import { profile } from './profile.js';
import { settings } from './settings.js';
import { record } from './source.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const IDLE = settings.idleAfter;
const event = (time: number) => ({
  id: `${time}`,
  model: 'm',
  version: '1',
  time,
  features: {},
  prediction: 1,
  outcome: 1,
});

function heard(...events: readonly [Side, eventTime: number, appendedAt: number][]): ProfilerState {
  const state = emptyProfiler(2);
  events.forEach(
    ([side, time, appendedAt], i) =>
      void profile(state, side, [record(i, event(time), appendedAt)], settings),
  );
  return state;
}

describe('ticks', () => {
  it('move a live stream that went quiet, up to the moment that was quiet enough', () => {
    const state = heard(['predictions', NOW, NOW], ['outcomes', NOW, NOW]);
    const later = NOW + 10 * IDLE;
    expect(tick(state, later, settings)).toEqual([
      {
        v: 1,
        kind: 'tick',
        model: 'm',
        partition: 2,
        predictionsUntil: later - IDLE - settings.grace,
        outcomesUntil: later - IDLE - settings.grace,
        unheardUntil: later - IDLE - settings.grace,
      },
    ]);
  });

  it('wait until nothing came for long enough, and as long again for the next one', () => {
    const state = heard(['predictions', NOW, NOW], ['outcomes', NOW, NOW]);
    expect(tick(state, NOW + IDLE - 1, settings)).toEqual([]);
    expect(tick(state, NOW + IDLE, settings)).toHaveLength(1);
    expect(tick(state, NOW + 2 * IDLE - 1, settings)).toEqual([]);
    expect(tick(state, NOW + 2 * IDLE, settings)).toHaveLength(1);
    profile(state, 'predictions', [record(9, event(NOW + 2 * IDLE), NOW + 2 * IDLE)], settings);
    expect(tick(state, NOW + 3 * IDLE - 1, settings)).toEqual([]);
  });

  it('vouch, where predictions never pause, for outcomes that nobody has sent for a whole horizon', () => {
    const state = heard(['predictions', NOW, NOW]);
    for (let at = NOW; at < NOW + 3 * IDLE; at += IDLE / 10) {
      profile(state, 'predictions', [record(at, event(at), at)], settings);
      for (const { predictionsUntil, outcomesUntil, unheardUntil } of tick(state, at, settings)) {
        expect(predictionsUntil).toBe(at - settings.grace);
        expect(outcomesUntil).toBe(at - settings.horizon - settings.grace);
        expect(unheardUntil).toBe(outcomesUntil);
      }
    }
    const last = NOW + 3 * IDLE;
    profile(state, 'predictions', [record(last, event(last), last)], settings);
    expect(tick(state, last, settings)).toHaveLength(1);
    expect(tick(state, last + 1, settings)).toEqual([]);
  });

  it('wait for outcomes that come once in a horizon, and vouch for them when they have stopped', () => {
    const state = heard(['predictions', NOW, NOW], ['outcomes', NOW, NOW]);
    const asked = (after: number) => {
      const at = NOW + after;
      profile(state, 'predictions', [record(at, event(at), at)], settings);
      return tick(state, at, settings).map(({ outcomesUntil }) => outcomesUntil);
    };
    expect(asked(settings.horizon - 1)).toEqual([]);
    // What has come is newer than what is vouched for.
    expect(asked(settings.horizon + IDLE)).toEqual([NOW + IDLE - settings.grace]);
    expect(asked(3 * settings.horizon)).toEqual([NOW + 2 * settings.horizon - settings.grace]);
  });

  it('never take back what they have vouched for when the stream was idle', () => {
    const state = heard(['predictions', NOW, NOW], ['outcomes', NOW, NOW]);
    const idle = NOW + 10 * settings.horizon;
    const [first] = tick(state, idle, settings);
    const busy = idle + IDLE;
    profile(state, 'predictions', [record(7, event(busy), busy)], settings);
    expect(tick(state, busy, settings)).toEqual([]);
    const { frames } = profile(state, 'predictions', [record(8, event(busy), busy)], settings);
    expect(frames[0]?.outcomesUntil).toBe(first?.outcomesUntil);
  });

  it('never take a watermark back', () => {
    const state = heard(['predictions', NOW + 4 * 60_000, NOW]);
    const [first] = tick(state, NOW + IDLE, settings);
    expect(first?.predictionsUntil).toBe(NOW + 4 * 60_000 - settings.grace);
  });

  it('are for live streams: none for a replay of 2001, none for one an hour and more behind its appends', () => {
    const old = Date.parse('2001-02-22T09:00:00Z');
    expect(tick(heard(['predictions', old, NOW], ['outcomes', old, NOW]), NOW + HOUR, settings)).toEqual([]);
    expect(tick(heard(['predictions', NOW - HOUR - 1, NOW]), NOW + HOUR, settings)).toEqual([]);
    expect(tick(heard(['predictions', NOW - HOUR, NOW]), NOW + HOUR, settings)).toHaveLength(1);
  });

  it('end with the stream', () => {
    const state = heard(['predictions', NOW, NOW]);
    profile(state, 'predictions', [record(1, { kind: 'end', model: 'm', time: NOW }, NOW)], settings);
    expect(tick(state, NOW + HOUR, settings)).toEqual([]);
  });

  it('decide no lateness: a replay that has forgotten them must decide as before', () => {
    const state = heard(['predictions', NOW, NOW]);
    const later = NOW + 5 * HOUR;
    tick(state, later, settings);
    const { frames } = profile(state, 'predictions', [record(1, event(NOW + HOUR), later)], settings);
    expect(frames[0]?.books.predictions).toMatchObject({ accepted: 1, late: 0 });
    expect(frames[0]?.deltas.map(({ start }) => start)).toEqual([NOW + HOUR]);
    // The evaluator, which obeyed the tick, says what to do with it: it goes by what it was told.
    expect(frames[0]?.predictionsUntil).toBe(later - IDLE - settings.grace);
  });

  it('wait as long as the section of the model says', () => {
    const grace = settings.grace + HOUR;
    const patient = { ...settings, ofModel: () => ({ ...settings, grace }) };
    const state = heard(['predictions', NOW, NOW], ['outcomes', NOW, NOW]);
    const later = NOW + 10 * IDLE;
    expect(tick(state, later, patient)).toMatchObject([
      { predictionsUntil: later - IDLE - grace, unheardUntil: later - IDLE - grace },
    ]);
    expect(measureProfiler(state, patient).watermarks).toEqual(
      ['predictions', 'outcomes'].map((side) => ({ model: 'm', side, until: later - IDLE - grace })),
    );
  });
});
