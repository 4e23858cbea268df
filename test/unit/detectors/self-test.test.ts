import { describe, expect, it } from 'vitest';
import { binomialInterval, binomialTail } from '../../../detectors/binomial.js';
import { calibrate, createEvidence, observe, verdict, afterAlarm } from '../../../detectors/evidence.js';
import { selfTest } from '../../../detectors/self-test.js';
import { DAY, MONDAY, moments, panesOf } from '../../support/synthetic-panes.js';

describe('the budget of false alarms', () => {
  it('is kept on streams without a change, each with its own reference', () => {
    const [runs, days, budget] = [40, 60, 50];
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const panes = panesOf({ seed: 100 + run, days: 42 + days });
      const begin = MONDAY + 42 * DAY;
      const calibration = calibrate(
        panes.filter(({ start }) => start < begin),
        { budget },
      );
      const state = createEvidence(calibration);
      for (const closed of moments(panes.filter(({ start }) => start >= begin))) {
        for (const pane of closed) observe(calibration, state, pane);
        if (!verdict(calibration, state).alarm) continue;
        alarms++;
        afterAlarm(calibration, state);
      }
    }
    // allowed: 1 in 50 days, so 48 in 2,400; the upper end of the exact 95% interval must keep it
    const [, high] = binomialInterval(alarms, runs * days);
    expect(high * budget).toBeLessThan(1);
  });
});

describe('selfTest', () => {
  it('finds an even reference within budget', () => {
    const result = selfTest(panesOf({ seed: 1, days: 42 }), { budget: 50 }, 20);
    expect(result.falseAlarms).toBeLessThanOrEqual(1);
    expect(result.alarmedWeeks).toEqual([]);
    expect(result.p).toBe(1);
    expect(result.interval[1]).toBeGreaterThan(result.falseAlarms);
    expect(result.units).toBeGreaterThanOrEqual(20 * 100);
  });

  it('names the week of a storm', () => {
    const panes = panesOf({ seed: 1, days: 42, rate: (day) => (day >= 28 && day < 35 ? 0.5 : 0.2) });
    const result = selfTest(panes, { budget: 50 }, 20);
    expect(result.alarmedWeeks).toEqual([MONDAY + 28 * DAY]);
    expect(result.falseAlarms).toBeGreaterThan(0.5);
  });

  it('gives the same twice, and nothing for want of a reference', () => {
    const panes = panesOf({ seed: 3, days: 42 });
    expect(selfTest(panes, {}, 3)).toEqual(selfTest(panes, {}, 3));
    expect(selfTest(panesOf({ seed: 3, days: 10 }))).toMatchObject({ units: 0, alarmedWeeks: [] });
  });
});

describe('binomial', () => {
  it('tail and exact interval are those of the tables', () => {
    expect(binomialTail(1, 6, 0.035)).toBeCloseTo(1 - 0.965 ** 6, 12);
    expect(binomialTail(3, 3, 0.5)).toBeCloseTo(0.125, 12);
    const [low, high] = binomialInterval(1, 6);
    expect(low).toBeCloseTo(0.00421, 4);
    expect(high).toBeCloseTo(0.64123, 4);
    expect(binomialInterval(0, 10)[1]).toBeCloseTo(0.3085, 4);
    expect(binomialInterval(10, 10)).toEqual([expect.closeTo(0.6915, 4), 1]);
  });
});
