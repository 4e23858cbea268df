import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate, createEvidence, type EvidencePane, verdict } from '../../../detectors/evidence.js';
import { seededRandom, randomIndex } from '../../../detectors/random.js';
import { selfTest } from '../../../detectors/self-test.js';
import { calibrateWithinBudget } from '../../../detectors/within-budget.js';
import { autoregression } from '../../support/autoregression.js';
import { panesOf } from '../../support/synthetic-panes.js';

const BUDGET = 50;

/** Errors and losses alone: they follow the rate. */
function performanceOf(seed: number, rates: readonly number[]): EvidencePane[] {
  return panesOf({ seed, days: rates.length, rate: (day) => rates[day] ?? 0 }).filter(
    ({ kind }) => kind !== 'distribution',
  );
}

/** Days that resemble their neighbours, and how much. */
const moody = (seed: number, carry = 0.8): EvidencePane[] =>
  performanceOf(seed, autoregression({ seed, days: 42, carry, spread: 0.06, mean: 0.25 }));

/** A week in which every day is worse than the day before: no innovation is ordinary. */
const worsening = performanceOf(
  1,
  Array.from({ length: 42 }, (_, day) => (day >= 14 && day < 21 ? 0.25 + 0.1 * (day - 13) : 0.2)),
);

describe('calibrateWithinBudget', () => {
  const steps = Array.from({ length: 8 }, (_, seed) =>
    calibrateWithinBudget(moody(seed), { budget: BUDGET }),
  );

  it('takes units as they are where they keep the budget', () => {
    const panes = panesOf({ seed: 1, days: 42 });
    const found = calibrateWithinBudget(panes, { budget: BUDGET });
    expect(found.step).toBe('units');
    expect(found.calibration).toEqual(calibrate(panes, { budget: BUDGET }));
    expect(found.selfTest).toEqual(selfTest(panes, { budget: BUDGET }, 50));
    expect(found.reason).toMatch(
      /^with whole weeks of the reference drawn again, \d\.\d false alarms in 50 units: within/,
    );
  });

  it('ranks innovations where units resemble their neighbours and overspend', () => {
    const innovative = steps.filter(({ step }) => step === 'innovations');
    expect(innovative.length).toBeGreaterThan(1);
    for (const { tried, calibration, selfTest: test, reason } of innovative) {
      expect(tried).toHaveLength(2);
      expect(tried[0]?.falseAlarms).toBeGreaterThan(1);
      expect(test.falseAlarms).toBe(tried[1]?.falseAlarms);
      expect(calibration.options).toMatchObject({ innovations: true, caution: 1, budget: BUDGET });
      expect(reason).toContain('ranked by what they add to the unit before');
    }
  });

  it('asks for a multiple of the budget where that is not enough, the least that keeps it', () => {
    const cautious = steps.filter(({ step }) => step === 'caution');
    expect(cautious.length).toBeGreaterThan(0);
    for (const { calibration, tried, reason } of cautious) {
      const { caution } = calibration.options;
      expect(tried.slice(2).map((one) => one.caution)).toEqual(
        [2, 4, 8, 16, 32, 64].filter((one) => one <= caution),
      );
      for (const before of tried.slice(0, -1)) expect(before.falseAlarms).toBeGreaterThan(1);
      expect(verdict(calibration, createEvidence(calibration)).threshold).toBe(BUDGET * caution);
      expect(reason).toContain(`${caution} times the budget`);
    }
  });

  it('watches nothing where no step keeps the budget, and says so stream by stream', () => {
    const found = calibrateWithinBudget(worsening, { budget: BUDGET });
    expect(found.step).toBe('not-ready');
    expect(found.calibration).toMatchObject({ ready: false, streams: [], bets: [] });
    expect(found.calibration.refusals.map(({ stream }) => stream)).toEqual(['errors', 'loss']);
    expect(found.calibration.refusals[0]?.reason).toMatch(
      /no budget can be kept: \d+\.\d false alarms where 1 is/,
    );
    expect(found.reason).toContain('not ready');
    const state = createEvidence(found.calibration);
    expect(verdict(found.calibration, state)).toMatchObject({ alarm: false, streams: [] });
  });

  it('keeps the budget of whatever it returns, on its own reference and with other draws of its weeks', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.constantFrom(0, 0.5, 0.9), (seed, carry) => {
        const panes = moody(seed, carry);
        const { calibration, step, selfTest: test } = calibrateWithinBudget(panes, { budget: BUDGET });
        if (step === 'not-ready') return;
        expect(test.falseAlarms).toBeLessThanOrEqual(1);
        const { innovations, caution } = calibration.options;
        // other draws of the same weeks: within the chance of 4,000 simulated days
        const again = selfTest(panes, { budget: BUDGET, innovations, caution, seed: 99 }, 40);
        expect(again.falseAlarms).toBeLessThan(1.5);
      }),
      { numRuns: 6, seed: 4 },
    );
  });

  it('is a function of the set of panes', () => {
    const panes = moody(3);
    const shuffled = [...panes];
    const random = seededRandom(8);
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = randomIndex(random, last + 1);
      const [one, two] = [shuffled[last], shuffled[other]];
      if (one && two) [shuffled[last], shuffled[other]] = [two, one];
    }
    expect(calibrateWithinBudget(shuffled, { budget: BUDGET })).toEqual(
      calibrateWithinBudget(panes, { budget: BUDGET }),
    );
  });

  it('begins where the options say', () => {
    const { tried, step } = calibrateWithinBudget(panesOf({ seed: 1, days: 42 }), {
      innovations: true,
      caution: 2,
    });
    expect(tried).toMatchObject([{ innovations: true, caution: 2 }]);
    expect(step).toBe('innovations');
  });

  it('does not test what is too short, and says so', () => {
    const short = calibrateWithinBudget(panesOf({ seed: 1, days: 14 }), { minUnits: 14 });
    expect(short).toMatchObject({ step: 'untested', tried: [], calibration: { ready: true } });
    expect(short.reason).toBe('fewer than three whole weeks: no self-test');
    expect(calibrateWithinBudget([])).toMatchObject({ step: 'untested', reason: 'no stream to watch' });
    expect(() => calibrateWithinBudget([], { budget: 0 })).toThrow(/budget is 0/);
  });
});
