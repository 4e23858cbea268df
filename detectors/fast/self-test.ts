/**
 * Does the fast path keep its budget on this reference? Every week of it is watched by a calibration that has never
 * seen it; then whole weeks are drawn with replacement into long streams without any change, and false alarms counted.
 */
import { binomialInterval } from '../binomial.js';
import { groupBy } from '../conformal/group-by.js';
import { unitOf, UNITS_PER_WEEK } from '../conformal/season.js';
import type { EvidencePane } from '../pane.js';
import { type Random, randomIndex } from '../random.js';
import { shiryaevRoberts } from '../shiryaev-roberts.js';
import { calibrateFast, type FastOptions } from './fast-calibration.js';
import { fastUnitEValues, weightedSum } from './fast-evidence.js';

export interface FastSelfTest {
  /** Alarms in every `budget` units; at most 1 is what was promised. 0 where nothing can be watched. */
  readonly falseAlarms: number;
  /** 95% interval of it over references: exact for the weeks that raise an alarm by themselves. */
  readonly interval: readonly [number, number];
  /** Weeks of the reference, and those of them that are an alarm to all others. */
  readonly weeks: number;
  readonly alarmedWeeks: number;
  /** Units that were simulated. */
  readonly units: number;
}

/** @param runs simulated streams, each of at least 2 x budget units */
export function fastSelfTest(
  panes: readonly EvidencePane[],
  options: Partial<FastOptions>,
  random: Random,
  runs = 20,
): FastSelfTest {
  const whole = calibrateFast(panes, options);
  const { budget } = whole.options;
  const watchable = new Set(whole.streams.map(({ stream }) => stream));
  const inside = panes.filter((pane) => watchable.has(pane.stream));
  const units = inside.map((pane) => unitOf(whole.options, pane.start));
  const first = units.reduce((least, unit) => Math.min(least, unit), Infinity);
  const byWeek = [
    ...groupBy(inside, (pane) => Math.floor((unitOf(whole.options, pane.start) - first) / UNITS_PER_WEEK)),
  ].sort(([a], [b]) => a - b);
  if (byWeek.length < 3)
    return { falseAlarms: 0, interval: [0, Infinity], weeks: 0, alarmedWeeks: 0, units: 0 };
  const watched = byWeek.map(([week, own]) => {
    const others = byWeek.flatMap(([other, part]) => (other === week ? [] : part));
    return fastUnitEValues(calibrateFast(others, { ...whole.options, minUnits: 1 }), own);
  });
  const alarmed = watched.filter((week) => alarmsOf([week], whole.weights, budget) > 0).length;
  const weeksPerRun = Math.ceil((2 * budget) / UNITS_PER_WEEK);
  let alarms = 0;
  let simulated = 0;
  for (let run = 0; run < runs; run++) {
    const drawn = Array.from(
      { length: weeksPerRun },
      () => watched[randomIndex(random, watched.length)] ?? [],
    );
    alarms += alarmsOf(drawn, whole.weights, budget);
    simulated += drawn.reduce((sum, week) => sum + week.length, 0);
  }
  const [low, high] = binomialInterval(alarmed, watched.length);
  const weeksPerBudget = budget / UNITS_PER_WEEK;
  return {
    falseAlarms: (alarms / simulated) * budget,
    interval: [low * weeksPerBudget, high * weeksPerBudget],
    weeks: watched.length,
    alarmedWeeks: alarmed,
    units: simulated,
  };
}

/** Alarms in a stream of weeks; the sums start afresh after each. */
function alarmsOf(
  weeks: readonly (readonly (readonly (number | null)[])[])[],
  weights: readonly number[],
  budget: number,
): number {
  let sums: number[] = [];
  let alarms = 0;
  for (const eValues of weeks.flat()) {
    sums = eValues.map((eValue, index) =>
      eValue === null ? (sums[index] ?? 0) : shiryaevRoberts(sums[index] ?? 0, eValue),
    );
    if (weightedSum(weights, sums) < budget) continue;
    alarms++;
    sums = [];
  }
  return alarms;
}
