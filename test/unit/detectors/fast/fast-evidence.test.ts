import { beforeAll, describe, expect, it } from 'vitest';
import { BREAKS } from '../../../../bench/fast-path/breaks.js';
import { DAY, MINUTES_5, MONDAY, panesOfDay } from '../../../../bench/fast-path/season.js';
import {
  afterFastAlarm,
  calibrateFast,
  createFast,
  type FastCalibration,
  type FastState,
  fastVerdict,
  observeFast,
} from '../../../../detectors/fast/index.js';
import type { EvidencePane } from '../../../../detectors/pane.js';
import { moments } from '../../../support/synthetic-panes.js';

const setting = { seed: 9, precision: 32, features: 1 };
const DAYS = 14;
const options = { minUnits: DAYS, directions: { volume: 'both' } } as const;
let reference: EvidencePane[];
let calibration: FastCalibration;

beforeAll(() => {
  reference = Array.from({ length: DAYS }, (_, day) => panesOfDay(setting, day)).flat();
  calibration = calibrateFast(reference, options);
});

function watch(state: FastState, panes: readonly EvidencePane[]): { start: number; leader: string } | null {
  for (const moment of moments(panes)) {
    for (const pane of moment) observeFast(calibration, state, pane);
    const { alarm, streams } = fastVerdict(calibration, state);
    if (alarm) return { start: moment[0]?.start ?? 0, leader: streams[0]?.stream ?? '' };
  }
  return null;
}

describe('the fast path', () => {
  it('is silent on a day like those of the reference', () => {
    expect(watch(createFast(calibration), panesOfDay(setting, DAYS))).toBeNull();
  });

  it.each(Object.keys(BREAKS))('tells %s within three panes, and names it', (name) => {
    const { broken, leads } = BREAKS[name] ?? { broken: {}, leads: [] };
    const panes = panesOfDay(setting, DAYS, { broken, from: 100, panes: 3 });
    const found = watch(createFast(calibration), panes);
    expect(found?.start).toBeGreaterThanOrEqual(MONDAY + DAYS * DAY + 100 * MINUTES_5);
    expect(leads).toContain(found?.leader);
  });

  it('says since when, to the pane', () => {
    const broken = { rates: { failures: 0.2 } };
    const state = createFast(calibration);
    watch(state, panesOfDay(setting, DAYS, { broken, from: 100, panes: 3 }));
    expect(fastVerdict(calibration, state).streams[0]?.onset).toBe(MONDAY + DAYS * DAY + 100 * MINUTES_5);
  });

  it('counts an hour of bad weather once: more panes like the worst add nothing', () => {
    const broken = { rates: { failures: 0.2 } };
    const panes = panesOfDay(setting, DAYS, { broken, from: 100, panes: 1 }).filter(
      ({ start }) => start === MONDAY + DAYS * DAY + 100 * MINUTES_5,
    );
    const [once, often] = [createFast(calibration), createFast(calibration)];
    for (const pane of panes) observeFast(calibration, once, pane);
    for (let hour = 0; hour < 12; hour++) for (const pane of panes) observeFast(calibration, often, pane);
    expect(fastVerdict(calibration, often)).toEqual(fastVerdict(calibration, once));
  });

  it('goes on from a snapshot, and its calibration is plain JSON', () => {
    const state = createFast(calibration);
    const panes = [...panesOfDay(setting, DAYS), ...panesOfDay(setting, DAYS + 1)];
    for (const pane of panes.slice(0, 2_000)) observeFast(calibration, state, pane);
    const copy = JSON.parse(JSON.stringify(state)) as FastState;
    const read = JSON.parse(JSON.stringify(calibration)) as FastCalibration;
    expect(copy).toEqual(state);
    for (const pane of panes.slice(2_000)) {
      observeFast(calibration, state, pane);
      observeFast(read, copy, pane);
    }
    expect(copy).toEqual(state);
    expect(fastVerdict(read, copy)).toEqual(fastVerdict(calibration, state));
  });

  it('does not depend on the order of the panes of a moment, nor of the reference', () => {
    const panes = panesOfDay(setting, DAYS).slice(0, 300);
    const [forth, back] = [createFast(calibration), createFast(calibration)];
    for (const moment of moments(panes)) {
      for (const pane of moment) observeFast(calibration, forth, pane);
      for (const pane of moment.toReversed()) observeFast(calibration, back, pane);
    }
    expect(back).toEqual(forth);
    const few = reference.filter(({ stream }) => ['errors', 'volume', 'latency', 'tenure'].includes(stream));
    expect(calibrateFast(few.toReversed(), options)).toEqual(calibrateFast(few, options));
  });

  it('tells another break on the same day, and not the same one again', () => {
    const state = createFast(calibration);
    const failing = panesOfDay(setting, DAYS, { broken: { rates: { failures: 0.2 } }, from: 100, panes: 6 });
    expect(watch(state, failing)?.leader).toBe('failures');
    afterFastAlarm(calibration, state);
    const from = MONDAY + DAYS * DAY + 103 * MINUTES_5;
    const both = { rates: { failures: 0.2 }, latency: 10 };
    const later = panesOfDay(setting, DAYS, { broken: both, from: 103, panes: 3 });
    expect(
      watch(
        state,
        later.filter(({ start }) => start >= from),
      )?.leader,
    ).toBe('latency');
    afterFastAlarm(calibration, state);
    const last = panesOfDay(setting, DAYS, { broken: both, from: 106, panes: 6 });
    expect(
      watch(
        state,
        last.filter(({ start }) => start >= from + 3 * MINUTES_5),
      ),
    ).toBeNull();
  });

  it('names every stream that would be an alarm alone', () => {
    const state = createFast(calibration);
    const broken = { rates: { failures: 0.2, errors: 0.9 }, latency: 10 };
    watch(state, panesOfDay(setting, DAYS, { broken, from: 100, panes: 1 }));
    const { streams, threshold } = fastVerdict(calibration, state);
    const alone = streams.filter(({ statistic }) => statistic >= threshold).map(({ stream }) => stream);
    expect(alone.sort()).toEqual(['errors', 'failures', 'latency']);
    expect(streams.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it('keeps a clock for each stream: labels may come a day after the features', () => {
    const [together, apart] = [createFast(calibration), createFast(calibration)];
    const panes = [...panesOfDay(setting, DAYS), ...panesOfDay(setting, DAYS + 1).slice(0, 400)];
    for (const pane of panes) observeFast(calibration, together, pane);
    const isLabel = ({ stream }: EvidencePane) => stream === 'errors';
    for (const pane of panes.filter((one) => !isLabel(one))) observeFast(calibration, apart, pane);
    for (const pane of panes.filter(isLabel)) observeFast(calibration, apart, pane);
    expect(apart).toEqual(together);
  });

  it('starts afresh after an alarm, and the day is used up', () => {
    const state = createFast(calibration);
    const broken = { stopped: true };
    expect(watch(state, panesOfDay(setting, DAYS, { broken, from: 100, panes: 3 }))).not.toBeNull();
    afterFastAlarm(calibration, state);
    const rest = panesOfDay(setting, DAYS, { broken, from: 103, panes: 20 }).filter(
      ({ start }) => start >= MONDAY + DAYS * DAY + 103 * MINUTES_5,
    );
    expect(watch(state, rest)).toBeNull();
    expect(watch(state, panesOfDay(setting, DAYS + 1, { broken, from: 0, panes: 3 }))).not.toBeNull();
  });

  it('skips what it cannot read, and does not change the pane', () => {
    const state = createFast(calibration);
    const pane = Object.freeze({
      kind: 'rate',
      stream: 'errors',
      scale: MINUTES_5,
      start: MONDAY,
      n: 10,
      errors: 1,
    } as const);
    for (const odd of [
      { ...pane, n: 0 },
      { ...pane, scale: DAY },
      { ...pane, stream: 'nobody' },
    ]) {
      observeFast(calibration, state, odd);
    }
    expect(state).toEqual(createFast(calibration));
    observeFast(calibration, state, { ...pane, start: MONDAY + DAY });
    const seen = structuredClone(state);
    observeFast(calibration, state, pane); // of a past day
    expect(state).toEqual(seen);
  });
});

describe('calibrateFast', () => {
  it('refuses a short reference in words', () => {
    const { ready, refusals } = calibrateFast(reference.slice(0, 500));
    expect(ready).toBe(false);
    expect(refusals[0]).toEqual({ stream: 'errors', reason: '1 of 28 units in the reference' });
  });

  it('says which option makes no sense', () => {
    expect(() => calibrateFast([], { scale: 7 * 60_000 })).toThrow(
      'scale is 420000: give a divisor of unitMs',
    );
    expect(() => calibrateFast([], { budget: 0 })).toThrow('budget is 0');
    expect(() => calibrateFast([], { unitMs: -1 })).toThrow('unitMs is -1');
  });
});
