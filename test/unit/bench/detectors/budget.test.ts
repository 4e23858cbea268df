import { describe, expect, it } from 'vitest';
import { alarmsOfWeeks, eValuesOf } from '../../../../bench/detectors/budget-of-evidence.js';
import { runTrial, simulatedTrials } from '../../../../bench/detectors/budget-simulated.js';
import { DAY } from '../../../../bench/flights/panes.js';
import { calibrate, type EvidencePane } from '../../../../detectors/evidence.js';
import { seededRandom } from '../../../../detectors/random.js';

describe('simulated trials', () => {
  it('give the same figures again, and others to other splits', () => {
    const [trial] = simulatedTrials({ splits: 6, periods: 3 });
    if (!trial) throw new Error('there are no trials');
    const first = runTrial(trial, 1, () => undefined);
    expect(runTrial(trial, 1, () => undefined)).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(1);
  });
});

describe('alarmsOfWeeks', () => {
  const random = seededRandom(1);
  const week = (first: number, level: number): EvidencePane[] =>
    Array.from({ length: 7 }, (_, day) => ({
      kind: 'rate',
      stream: 'errors',
      scale: DAY,
      start: (first + day) * DAY,
      n: 1_000,
      errors: Math.round(level + 40 * random()),
    }));
  const calibration = calibrate(Array.from({ length: 6 }, (_, index) => week(7 * index, 100)).flat(), {
    scales: [DAY],
    budget: 50,
  });

  it('counts no alarm in weeks like the reference and one after the other in weeks that are worse', () => {
    const like = eValuesOf(calibration, week(42, 100));
    const worse = eValuesOf(calibration, week(42, 300));
    expect(alarmsOfWeeks(calibration, 70, () => like)).toBe(0);
    expect(alarmsOfWeeks(calibration, 70, () => worse)).toBeGreaterThan(5);
  });
});
