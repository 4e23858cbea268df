/**
 * Does the evidence keep its budget on this reference? Every week of it is watched by a calibration that has never
 * seen it; then weeks are drawn with replacement, in order inside, into a long stream without any change, and its
 * false alarms are counted.
 */
import { binomialInterval, binomialTail } from './binomial.js';
import { calibrate, type Calibration, type EvidenceOptions } from './calibration.js';
import { startOfUnit, unitsPerWeek } from './conformal/season.js';
import type { EvidencePane } from './pane.js';
import { randomIndex, seededRandom } from './random.js';
import { advance, statisticOf } from './sums.js';
import { type WatchedWeek, watchedWeeks } from './watched-weeks.js';

export interface SelfTest {
  /** Alarms in every `budget` units of weeks drawn with replacement; at most 1 is what was promised. */
  readonly falseAlarms: number;
  /** 95% interval of it over references: exact (Clopper-Pearson) for the weeks that raise an alarm by themselves. */
  readonly interval: readonly [number, number];
  /** First moments of the weeks of the reference that are an alarm to all others: storms that it has seen once. */
  readonly alarmedWeeks: readonly number[];
  /** Chance of so many such weeks if the budget is kept: below .05 the reference is no ground to watch from. */
  readonly p: number;
  /** Units that were simulated; 0: there was nothing to test, or fewer than three weeks. */
  readonly units: number;
}

/** With fewer weeks nothing is left to hold one of them against. */
const LEAST_WEEKS = 3;

/** @param runs simulated streams, each of at least 2 x budget units */
export function selfTest(
  panes: readonly EvidencePane[],
  options: Partial<EvidenceOptions> = {},
  runs = 20,
): SelfTest {
  const whole = calibrate(panes, options);
  return testWeeks(whole, isTestable(whole) ? watchedWeeks(whole, panes) : [], runs);
}

export function isTestable(whole: Calibration): boolean {
  return whole.ready && whole.units >= LEAST_WEEKS * unitsPerWeek(whole.options);
}

/** @param watched the weeks of the reference of `whole`; none: nothing to test */
export function testWeeks(whole: Calibration, watched: readonly WatchedWeek[], runs: number): SelfTest {
  const { budget, caution, seed } = whole.options;
  const threshold = budget * caution;
  const weeks = watched.length;
  const unitsAWeek = unitsPerWeek(whole.options);
  if (weeks === 0) return { falseAlarms: 0, interval: [0, Infinity], alarmedWeeks: [], p: 1, units: 0 };
  const random = seededRandom(seed);
  const weeksPerRun = Math.ceil((2 * budget) / unitsAWeek);
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    alarms += falseAlarms(watched, threshold, weeksPerRun, () => randomIndex(random, weeks));
  }
  const units = runs * weeksPerRun * unitsAWeek;
  const alarmedWeeks = watched.flatMap((_, week) =>
    falseAlarms(watched, threshold, 1, () => week) > 0
      ? [startOfUnit(whole.options, whole.firstUnit + week * unitsAWeek)]
      : [],
  );
  const weeksPerBudget = budget / unitsAWeek;
  const [low, high] = binomialInterval(alarmedWeeks.length, weeks);
  return {
    falseAlarms: (alarms / units) * budget,
    interval: [low * weeksPerBudget, high * weeksPerBudget],
    alarmedWeeks,
    p: binomialTail(alarmedWeeks.length, weeks, Math.min(1, 1 / weeksPerBudget)),
    units,
  };
}

/** False alarms in one stream of weeks drawn with replacement. */
function falseAlarms(
  watched: readonly WatchedWeek[],
  threshold: number,
  weeks: number,
  draw: () => number,
): number {
  let sums = watched[0]?.empty;
  let alarms = 0;
  for (let week = 0; week < weeks; week++) {
    const drawn = watched[draw()];
    for (const unit of drawn?.units ?? []) {
      if (!drawn || !sums) continue;
      sums = advance(sums, unit);
      if (statisticOf(drawn.weights, sums) < threshold) continue;
      alarms++;
      sums = drawn.empty;
    }
  }
  return alarms;
}
