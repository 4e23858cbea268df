/**
 * Does the evidence keep its budget on this reference? Every week of it is watched by a calibration that has never
 * seen it; then weeks are drawn with replacement, in order inside, into a long stream without any change, and its
 * false alarms are counted. Whole weeks: permuting single panes would hide that neighbours resemble each other.
 */
import { binomialInterval, binomialTail } from './binomial.js';
import { calibrate, type Calibration, type EvidenceOptions } from './calibration.js';
import { groupBy } from './conformal/group-by.js';
import { startOfUnit, unitOf, UNITS_PER_WEEK } from './conformal/season.js';
import { createEvidence, observe } from './evidence.js';
import type { EvidencePane } from './pane.js';
import { randomIndex, seededRandom } from './random.js';
import { advance, emptySums, statisticOf, type Sums, type Weights, weightsOf } from './sums.js';
import { type UnitEValues, unitEValues } from './unit-e-values.js';

export interface SelfTest {
  /** Alarms in every `budget` units of weeks drawn with replacement; at most 1 is what was promised. */
  readonly falseAlarms: number;
  /** 95% interval of it over references: exact (Clopper-Pearson) for the weeks that raise an alarm by themselves. */
  readonly interval: readonly [number, number];
  /** First moments of the weeks of the reference that are an alarm to all others: storms that it has seen once. */
  readonly alarmedWeeks: readonly number[];
  /** Chance of so many such weeks if the budget is kept: below .05 the reference is no ground to watch from. */
  readonly p: number;
  /** Units that were simulated. */
  readonly units: number;
}

/** @param runs simulated streams, each of at least 2 x budget units */
export function selfTest(
  panes: readonly EvidencePane[],
  options: Partial<EvidenceOptions> = {},
  runs = 20,
): SelfTest {
  const whole = calibrate(panes, options);
  const weeks = Math.round(whole.units / UNITS_PER_WEEK);
  if (!whole.ready || weeks < 3)
    return { falseAlarms: 0, interval: [0, Infinity], alarmedWeeks: [], p: 1, units: 0 };
  const season = whole.options;
  const ready = new Set(whole.streams.map(({ stream }) => stream));
  const weekOf = (pane: EvidencePane): number => weekIn(whole, pane);
  const inside = panes.filter((pane) => weekOf(pane) >= 0 && weekOf(pane) < weeks && ready.has(pane.stream));
  const watched = Array.from({ length: weeks }, (_, week) =>
    watchWeek(
      whole,
      inside.filter((pane) => weekOf(pane) !== week),
      inside.filter((pane) => weekOf(pane) === week),
    ),
  );
  const random = seededRandom(season.seed);
  const weeksPerRun = Math.ceil((2 * season.budget) / UNITS_PER_WEEK);
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    alarms += falseAlarms(watched, season.budget, weeksPerRun, () => randomIndex(random, weeks));
  }
  const units = runs * weeksPerRun * UNITS_PER_WEEK;
  const alarmedWeeks = watched.flatMap((_, week) =>
    falseAlarms(watched, season.budget, 1, () => week) > 0
      ? [startOfUnit(season, whole.firstUnit + week * UNITS_PER_WEEK)]
      : [],
  );
  const weeksPerBudget = season.budget / UNITS_PER_WEEK;
  const [low, high] = binomialInterval(alarmedWeeks.length, weeks);
  return {
    falseAlarms: (alarms / units) * season.budget,
    interval: [low * weeksPerBudget, high * weeksPerBudget],
    alarmedWeeks,
    p: binomialTail(alarmedWeeks.length, weeks, Math.min(1, 1 / weeksPerBudget)),
    units,
  };
}

interface WatchedWeek {
  readonly weights: Weights;
  readonly empty: Sums;
  /** E-values of each of its units, whole. */
  readonly units: readonly UnitEValues[];
}

/** One week under a calibration on all others; e-values of a unit depend on no other unit. */
function watchWeek(
  whole: Calibration,
  others: readonly EvidencePane[],
  week: readonly EvidencePane[],
): WatchedWeek {
  const calibration = calibrate(joinedAt(whole, others), { ...whole.options, minUnits: 1 });
  const byUnit = groupBy(week, (pane) => unitOf(whole.options, pane.start));
  const units = [...byUnit]
    .sort(([a], [b]) => a - b)
    .map(([, panes]) => {
      const state = createEvidence(calibration);
      for (const pane of panes) observe(calibration, state, pane);
      return unitEValues(calibration, state);
    });
  return { weights: weightsOf(calibration), empty: emptySums(calibration), units };
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

/** The other weeks moved together over the gap of the one left out, so that they are whole weeks on end. */
function joinedAt(whole: Calibration, others: readonly EvidencePane[]): EvidencePane[] {
  const { unitMs } = whole.options;
  const weeksThere = new Set(others.map((pane) => weekIn(whole, pane)));
  const order = new Map([...weeksThere].sort((a, b) => a - b).map((week, index) => [week, index]));
  return others.map((pane) => {
    const week = weekIn(whole, pane);
    return { ...pane, start: pane.start - (week - (order.get(week) ?? week)) * UNITS_PER_WEEK * unitMs };
  });
}

function weekIn(whole: Calibration, pane: EvidencePane): number {
  return Math.floor((unitOf(whole.options, pane.start) - whole.firstUnit) / UNITS_PER_WEEK);
}
