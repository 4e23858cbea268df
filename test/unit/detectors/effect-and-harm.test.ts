import { describe, expect, it } from 'vitest';
import { effectWindow, LATCH_UNITS } from '../../../detectors/effect-window.js';
import { realisedHarm } from '../../../detectors/harm.js';
import { latchAlarm, stillLatched } from '../../../detectors/latch.js';
import type { Verdict } from '../../../detectors/verdict.js';
import { DAY, MONDAY, panesOf } from '../../support/synthetic-panes.js';

const season = { unitMs: DAY, zoneOffsetMs: 0 };

describe('the window of the effect', () => {
  it('begins at the onset, three to seven days back', () => {
    const now = MONDAY + 20 * DAY;
    expect(effectWindow(now - 5 * DAY, now)).toEqual({ from: now - 5 * DAY, to: now });
    expect(effectWindow(now - DAY, now).from).toBe(now - 3 * DAY);
    expect(effectWindow(now - 18 * DAY, now).from).toBe(now - 7 * DAY);
    expect(effectWindow(null, now).from).toBe(now - 3 * DAY);
  });
});

describe('realised harm', () => {
  const lossOf = (panes: ReturnType<typeof panesOf>) =>
    panes
      .filter((pane) => pane.kind !== 'distribution')
      .filter(({ stream, scale }) => stream === 'loss' && scale === DAY);
  const reference = lossOf(panesOf({ seed: 1, days: 42 }));
  const window = (rate: number) => lossOf(panesOf({ seed: 7, days: 5, firstDay: 42, rate: () => rate }));

  it('tells worse from better, in the units of the loss', () => {
    const worse = realisedHarm(season, reference, window(0.3));
    expect(worse?.hurts).toBe(true);
    expect(worse?.worse).toBeCloseTo(0.2, 1);
    expect(worse?.expected).toBeCloseTo(0.4, 1);
    const better = realisedHarm(season, reference, window(0.1));
    expect(better?.hurts).toBe(false);
    expect(better?.worse).toBeLessThan(0);
  });

  it('knows nothing without outcomes', () => {
    expect(realisedHarm(season, reference, [])).toBeNull();
    expect(realisedHarm(season, [], window(0.3))).toBeNull();
  });
});

describe('the latch', () => {
  const LASTS = LATCH_UNITS * DAY;
  const verdictOf = (...shares: [string, number][]): Verdict => ({
    statistic: 300,
    threshold: 200,
    alarm: true,
    streams: shares.map(([stream, share]) => ({
      stream,
      kind: 'rate',
      share,
      own: 0,
      statistic: 300 * share,
      p: 0.02,
      onset: MONDAY,
    })),
  });

  it('holds the streams that the alarm was about for 14 units', () => {
    const now = MONDAY + 10 * DAY;
    const latched = latchAlarm([], verdictOf(['errors', 0.8], ['late', 0.15], ['brier', 0.05]), now, LASTS);
    expect(latched.map(({ stream }) => stream)).toEqual(['errors', 'late']);
    expect(stillLatched(latched, now + 14 * DAY)).toHaveLength(2);
    expect(stillLatched(latched, now + 14 * DAY + 1)).toEqual([]);
  });

  it('is renewed by the next alarm, and keeps the first onset', () => {
    const now = MONDAY + 10 * DAY;
    const first = latchAlarm([], verdictOf(['errors', 0.8], ['late', 0.2]), now, LASTS);
    const later: Verdict = {
      ...verdictOf(['late', 1]),
      streams: verdictOf(['late', 1]).streams.map((one) => ({ ...one, onset: now })),
    };
    const renewed = latchAlarm(first, later, now + 5 * DAY, LASTS);
    expect(renewed.map(({ stream, onset, at }) => [stream, onset, at])).toEqual([
      ['late', MONDAY, now + 5 * DAY],
      ['errors', MONDAY, now],
    ]);
  });
});
