/**
 * Does the fast path keep its budget on this reference? Every week of it is watched by a calibration that has never
 * seen it; then whole weeks are drawn with replacement into long streams without any change, and false alarms counted.
 */
import { binomialInterval } from '../binomial.js';
import { groupBy } from '../conformal/group-by.js';
import { unitOf, unitsPerWeek } from '../conformal/season.js';
import type { EvidencePane } from '../pane.js';
import { type Random, randomIndex } from '../random.js';
import { shiryaevRoberts } from '../shiryaev-roberts.js';
import { carriersOf } from './carriers.js';
import { calibrateFast, type FastCalibration, type FastOptions } from './fast-calibration.js';
import { createFast, observeFast, weightedSum } from './fast-evidence.js';

/** E-values of one whole unit by stream; null: no pane. */
type UnitEValues = readonly (number | null)[];

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
  const unitsAWeek = unitsPerWeek(whole.options);
  const names = whole.streams.map(({ stream }) => stream);
  const watchable = new Set(names);
  const inside = panes.filter((pane) => watchable.has(pane.stream));
  const units = inside.map((pane) => unitOf(whole.options, pane.start));
  const first = units.reduce((least, unit) => Math.min(least, unit), Infinity);
  const byWeek = [
    ...groupBy(inside, (pane) => Math.floor((unitOf(whole.options, pane.start) - first) / unitsAWeek)),
  ].sort(([a], [b]) => a - b);
  if (byWeek.length < 3)
    return { falseAlarms: 0, interval: [0, Infinity], weeks: 0, alarmedWeeks: 0, units: 0 };
  const watched = byWeek.map(([week, own]) => {
    const others = byWeek.flatMap(([other, part]) => (other === week ? [] : part));
    return unitEValues(calibrateFast(others, { ...whole.options, minUnits: 1 }), names, own);
  });
  const alarmed = watched.filter((week) => alarmsOf([week], whole.weights, budget) > 0).length;
  const weeksPerRun = Math.ceil((2 * budget) / unitsAWeek);
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
  const weeksPerBudget = budget / unitsAWeek;
  return {
    falseAlarms: (alarms / simulated) * budget,
    interval: [low * weeksPerBudget, high * weeksPerBudget],
    weeks: watched.length,
    alarmedWeeks: alarmed,
    units: simulated,
  };
}

/**
 * E-values of whole units, unit by unit in the order of time.
 * @param names of all streams: the calibration lacks those that have no other weeks
 * @param panes of one stream in the order of time
 */
function unitEValues(
  calibration: FastCalibration,
  names: readonly string[],
  panes: readonly EvidencePane[],
): UnitEValues[] {
  const indices = new Map(calibration.streams.map(({ stream }, index) => [stream, index]));
  return [...groupBy(panes, (pane) => unitOf(calibration.options, pane.start))]
    .sort(([a], [b]) => a - b)
    .map(([, ofUnit]) => {
      const state = createFast(calibration);
      for (const pane of ofUnit) observeFast(calibration, state, pane);
      return names.map((name) => state.streams[indices.get(name) ?? -1]?.running ?? null);
    });
}

/** Alarms in a stream of weeks; what carried one starts afresh after it. */
function alarmsOf(
  weeks: readonly (readonly UnitEValues[])[],
  weights: readonly number[],
  budget: number,
): number {
  const sums = weights.map(() => 0);
  let alarms = 0;
  for (const eValues of weeks.flat()) {
    eValues.forEach((eValue, index) => {
      if (eValue !== null) sums[index] = shiryaevRoberts(sums[index] ?? 0, eValue);
    });
    while (weightedSum(weights, sums) >= budget) {
      alarms++;
      for (const index of carriersOf(weights, sums, budget)) sums[index] = 0;
    }
  }
  return alarms;
}
