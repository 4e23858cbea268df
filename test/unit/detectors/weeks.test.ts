import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../detectors/calibration.js';
import { DAY, slotCount, slotOf, unitsPerWeek, WEEK } from '../../../detectors/conformal/season.js';
import type { MeanPane } from '../../../detectors/pane.js';
import { seededRandom } from '../../../detectors/random.js';
import { selfTest } from '../../../detectors/self-test.js';
import { MONDAY } from '../../support/synthetic-panes.js';

const weekly = { unitMs: WEEK, zoneOffsetMs: 0 };
const options = { unitMs: WEEK, scales: [WEEK, DAY], budget: 28, minUnits: 20 };
/** Weekdays that are far apart. */
const RHYTHM = [3, 0, 2, -2, 1, 5, -4];

/** Days of a mean and their weeks. @param rise of the mean a week */
function weeksOf(weeks: number, rise = 0): MeanPane[] {
  const random = seededRandom(5);
  return Array.from({ length: weeks }, (_, week) => {
    const days = RHYTHM.map((level, day): MeanPane => {
      const mean = level + rise * week + (random() - 0.5);
      const start = MONDAY + week * WEEK + day * DAY;
      return {
        kind: 'mean',
        stream: 's',
        scale: DAY,
        start,
        n: 100,
        sum: 100 * mean,
        sumSquares: 100 * (mean ** 2 + 1),
      };
    });
    const total = (of: (pane: MeanPane) => number) => days.reduce((sum, pane) => sum + of(pane), 0);
    const whole: MeanPane = {
      ...(days[0] as MeanPane),
      scale: WEEK,
      n: total(({ n }) => n),
      sum: total(({ sum }) => sum),
      sumSquares: total(({ sumSquares }) => sumSquares),
    };
    return [...days, whole];
  }).flat();
}

describe('a unit of a week', () => {
  it('has a slot for each weekday, and one for all of it', () => {
    const slots = Array.from({ length: 7 }, (_, day) => slotOf(weekly, DAY, MONDAY + day * DAY));
    expect(new Set(slots).size).toBe(7);
    expect(Math.max(...slots)).toBeLessThan(slotCount(weekly, DAY));
    expect(slotOf(weekly, WEEK, MONDAY)).toBe(0);
    expect(unitsPerWeek(weekly)).toBe(1);
    expect(unitsPerWeek({ unitMs: DAY })).toBe(7);
  });

  it('is counted, and twenty of them are enough', () => {
    const { ready, units, bets } = calibrate(weeksOf(20), options);
    expect({ ready, units, bets: bets.length }).toEqual({ ready: true, units: 20, bets: 1 });
    expect(calibrate(weeksOf(19), options).refusals).toEqual([
      { stream: 's', reason: '19 of 20 units in the reference' },
    ]);
  });

  it('shows a trend of the reference, which is refused', () => {
    const { ready, refusals } = calibrate(weeksOf(20, 0.1), options);
    expect(ready).toBe(false);
    expect(refusals[0]?.reason).toContain('trend in the reference');
  });

  it('keeps the budget on weeks that are drawn again', () => {
    const { falseAlarms, units } = selfTest(weeksOf(26), options);
    expect(units).toBeGreaterThan(500);
    expect(falseAlarms).toBeLessThanOrEqual(1);
  });
});
