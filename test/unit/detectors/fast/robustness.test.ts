import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, MINUTES_5, MONDAY, panesOfDay } from '../../../../bench/fast-path/season.js';
import {
  afterFastAlarm,
  calibrateFast,
  concentrationPane,
  createFast,
  type FastCalibration,
  type FastOptions,
  fastVerdict,
  observeFast,
  volumePane,
} from '../../../../detectors/fast/index.js';
import type { DistributionPane, EvidencePane } from '../../../../detectors/pane.js';
import { moments } from '../../../support/synthetic-panes.js';

const HOUR = 3_600_000;

/** Moments at which the panes alarm. */
function alarmsOf(calibration: FastCalibration, panes: readonly EvidencePane[]): number[] {
  const state = createFast(calibration);
  return moments(panes).flatMap((moment) => {
    for (const pane of moment) observeFast(calibration, state, pane);
    if (!fastVerdict(calibration, state).alarm) return [];
    afterFastAlarm(calibration, state);
    return [moment[0]?.start ?? 0];
  });
}

/** The same pane of every stream, every `every` milliseconds. */
function constantPanes(
  days: number,
  firstDay: number,
  every: number,
  n: number,
  errors: number,
  mean: number,
) {
  const panes: EvidencePane[] = [];
  for (let start = MONDAY + firstDay * DAY; start < MONDAY + (firstDay + days) * DAY; start += every) {
    const place = { scale: every, start, n };
    const shares: DistributionPane = {
      kind: 'distribution',
      stream: 'plan',
      ...place,
      counts: [n - errors, errors, 0],
    };
    panes.push(
      { kind: 'rate', stream: 'errors', ...place, errors },
      { kind: 'mean', stream: 'latency', ...place, sum: n * mean, sumSquares: n * mean * mean },
      shares,
      concentrationPane(shares),
      volumePane('volume', every, start, n),
    );
  }
  return panes;
}

const DIRECTIONS: Partial<FastOptions> = { directions: { volume: 'both' }, vital: ['errors', 'volume'] };

describe('the fast path on odd streams', () => {
  it('never alarms where nothing ever changes, whatever the constant is', () => {
    const constant = fc.record({
      n: fc.integer({ min: 1, max: 100_000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      mean: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(constant, ({ n, share, mean }) => {
        const errors = Math.round(n * share);
        const options = { ...DIRECTIONS, scale: 6 * HOUR };
        const calibration = calibrateFast(constantPanes(28, 0, 6 * HOUR, n, errors, mean), options);
        expect(calibration.streams).toHaveLength(5);
        expect(alarmsOf(calibration, constantPanes(60, 28, 6 * HOUR, n, errors, mean))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('does not take the first fault of a faultless stream for a break, and takes a hundredth for one', () => {
    const calibration = calibrateFast(constantPanes(42, 0, HOUR, 1_000, 0, 3), {
      ...DIRECTIONS,
      scale: HOUR,
    });
    const live = constantPanes(1, 42, HOUR, 1_000, 0, 3);
    const withErrors = (errors: number) =>
      live.map((pane) => (pane.kind === 'rate' && pane.stream === 'errors' ? { ...pane, errors } : pane));
    expect(alarmsOf(calibration, withErrors(1))).toEqual([]);
    expect(alarmsOf(calibration, withErrors(20))).not.toEqual([]);
  });

  it.each([3, 40 / 12])('is silent for a month at %d rows a pane, many of which are empty', (rows) => {
    const setting = { seed: 21, precision: 32, features: 1, rows };
    const panes = Array.from({ length: 70 }, (_, day) => panesOfDay(setting, day));
    const calibration = calibrateFast(panes.slice(0, 42).flat(), DIRECTIONS);
    expect(calibration.refusals).toEqual([]);
    expect(alarmsOf(calibration, panes.slice(42).flat())).toEqual([]);
  });

  it('takes panes of an hour, and tells a break in the first of them', () => {
    const setting = { seed: 22, precision: 32, features: 1 };
    const hourly = (pane: EvidencePane): EvidencePane[] =>
      pane.start % HOUR === 0 ? [{ ...pane, scale: HOUR }] : [];
    const days = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, day) => panesOfDay(setting, from + day).flatMap(hourly)).flat();
    const calibration = calibrateFast(days(0, 42), { ...DIRECTIONS, scale: HOUR });
    expect(alarmsOf(calibration, days(42, 56))).toEqual([]);
    const broken = panesOfDay(setting, 56, { broken: { rates: { errors: 0.5 } }, from: 120, panes: 1 });
    expect(alarmsOf(calibration, broken.flatMap(hourly))).toEqual([MONDAY + 56 * DAY + 120 * MINUTES_5]);
  });

  it('watches a model that is scored once a night, and one without weekends', () => {
    const night = (day: number, errors: number): EvidencePane => ({
      kind: 'rate',
      stream: 'errors',
      scale: MINUTES_5,
      start: MONDAY + day * DAY + 2 * HOUR,
      n: 1_000,
      errors,
    });
    const rate = (day: number) => 100 + ((day * 37) % 29);
    const nights = Array.from({ length: 60 }, (_, day) => night(day, rate(day)));
    const workdays = nights.filter((_, day) => day % 7 < 5);
    for (const panes of [nights, workdays]) {
      const calibration = calibrateFast(panes.filter(({ start }) => start < MONDAY + 42 * DAY));
      expect(calibration.ready).toBe(true);
      const live = panes.filter(({ start }) => start >= MONDAY + 42 * DAY);
      expect(alarmsOf(calibration, live)).toEqual([]);
      expect(alarmsOf(calibration, [...live, night(63, 600)])).toEqual([MONDAY + 63 * DAY + 2 * HOUR]);
    }
  });

  it('ignores a feature that the reference never saw, and one of which it saw no row', () => {
    const shares = (stream: string, day: number, n: number): DistributionPane => ({
      kind: 'distribution',
      stream,
      scale: DAY,
      start: MONDAY + day * DAY,
      n,
      counts: [n, 0],
    });
    const days = Array.from({ length: 42 }, (_, day) => day);
    const reference = days.flatMap((day) => [shares('seen', day, 10), shares('empty', day, 0)]);
    const calibration = calibrateFast(reference, { scale: DAY });
    expect(calibration.streams.map(({ stream }) => stream)).toEqual(['seen']);
    const state = createFast(calibration);
    observeFast(calibration, state, shares('empty', 42, 10));
    observeFast(calibration, state, shares('new', 42, 10));
    expect(state).toEqual(createFast(calibration));
  });

  it('reads bins that the reference does not have as rarer than all of its own', () => {
    const pane = (day: number, counts: number[]): DistributionPane => ({
      kind: 'distribution',
      stream: 'plan',
      scale: DAY,
      start: MONDAY + day * DAY,
      n: 1_000,
      counts,
    });
    const reference = Array.from({ length: 42 }, (_, day) => pane(day, [500 + (day % 5), 500 - (day % 5)]));
    const calibration = calibrateFast(reference, { scale: DAY });
    expect(alarmsOf(calibration, [pane(42, [0, 0, 1_000])])).toEqual([MONDAY + 42 * DAY]);
    expect(alarmsOf(calibration, [pane(42, [502, 498, 0])])).toEqual([]);
  });

  it('keeps a stream with 30 features below 40 kB of JSON each', () => {
    const place = { scale: MINUTES_5, n: 1_000 };
    const counts = Array.from({ length: 40 }, (_, bin) => 25 + ((bin * 7) % 5) - 2);
    const reference = Array.from({ length: 42 * 24 }, (_, hour): DistributionPane => {
      const moved = counts.map((count, bin) => count + ((hour * 13 + bin) % 3));
      const n = moved.reduce((sum, count) => sum + count, 0);
      return {
        kind: 'distribution',
        stream: 'plan',
        ...place,
        n,
        start: MONDAY + hour * HOUR,
        counts: moved,
      };
    });
    const [stream] = calibrateFast(reference).streams;
    expect(JSON.stringify(stream).length).toBeLessThan(40_000);
  });
});
