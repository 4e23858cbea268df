import { describe, expect, it } from 'vitest';
import { afterAlarm, createEvidence, observe, verdict } from '../../../../detectors/evidence.js';
import { calibrate, createDetector, selfTest } from '../../../../detectors/index.js';
import { DAY, MONDAY, moments, panesOf } from '../../../support/synthetic-panes.js';

const begin = MONDAY + 42 * DAY;
const panes = panesOf({ seed: 1, days: 84, rate: (day) => (day < 50 ? 0.2 : 0.3) });
const reference = calibrate(
  panes.filter(({ start }) => start < begin),
  { budget: 100 },
);
const live = moments(panes.filter(({ start }) => start >= begin));

describe('conformal-e', () => {
  it('is the evidence that the evaluator has: the same alarms and statistics, moment by moment', () => {
    const detector = createDetector('conformal-e', { reference });
    const state = createEvidence(reference);
    let alarms = 0;
    for (const moment of live) {
      for (const pane of moment) observe(reference, state, pane);
      const { alarm, statistic, threshold, streams } = verdict(reference, state);
      expect(detector.updatePane(moment)).toMatchObject({ drift: alarm, statistic, threshold, streams });
      if (!alarm) continue;
      alarms++;
      afterAlarm(reference, state);
    }
    expect(alarms).toBeGreaterThan(1);
  });

  it('alarms on the same days when the panes come one by one', () => {
    const one = createDetector('conformal-e', { reference });
    const together = createDetector('conformal-e', { reference });
    for (const moment of live) {
      const { drift } = together.updatePane(moment);
      expect(moment.map((pane) => one.updatePane(pane)).some((each) => each.drift)).toBe(drift);
    }
  });

  it('says since when, in units, to within two', () => {
    const detector = createDetector('conformal-e', { reference });
    for (const moment of live) {
      const { drift, since } = detector.updatePane(moment);
      if (!drift) continue;
      const today = Math.floor(((moment[0]?.start ?? 0) - MONDAY) / DAY);
      expect(Math.abs(today - (since ?? 0) + 1 - 50)).toBeLessThanOrEqual(2);
      return;
    }
    expect.unreachable('no alarm');
  });

  it('refuses a reference that has nothing to watch, in words', () => {
    const short = calibrate(panesOf({ seed: 1, days: 12 }));
    expect(() => createDetector('conformal-e', { reference: short })).toThrow(
      'conformal-e: option reference has no stream to watch: color: 12 of 42 units in the reference',
    );
    expect(() => createDetector('conformal-e')).toThrow(
      'conformal-e: option reference must be the result of calibrate(panes, options), got null',
    );
  });

  it('names a pane that it cannot read', () => {
    const detector = createDetector('conformal-e', { reference });
    const pane = { kind: 'rate', stream: 'errors', scale: DAY, start: begin, n: 10, errors: 11 } as const;
    expect(() => detector.updatePane(pane)).toThrow(/pane of errors at \d+: errors 11 of 10 rows/u);
    expect(() => detector.updatePane({ ...pane, errors: 1, scale: 7 })).toThrow(
      /scale 7 is none of .*86400000/u,
    );
  });

  it('comes with its self-test', () => {
    const { falseAlarms, units } = selfTest(
      panes.filter(({ start }) => start < begin),
      { budget: 50 },
      5,
    );
    expect(falseAlarms).toBeLessThanOrEqual(1);
    expect(units).toBeGreaterThan(0);
  });
});
