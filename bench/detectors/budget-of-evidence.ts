/** False alarms of the conformal e-detector, week after week, from e-values that are computed once for each day. */
import { type Calibration, thresholdOf } from '../../detectors/calibration.js';
import { createEvidence, type EvidencePane, observe } from '../../detectors/evidence.js';
import { advance, emptySums, statisticOf, weightsOf } from '../../detectors/sums.js';
import { type UnitEValues, unitEValues } from '../../detectors/unit-e-values.js';
import { DAY } from '../flights/panes.js';

/**
 * E-values of each day of a week. They depend on no other day, but where innovations are ranked on the day before.
 * @param weekBefore its last day is the one before the first; left out: an ordinary day
 */
export function eValuesOf(
  calibration: Calibration,
  week: readonly EvidencePane[],
  weekBefore: readonly EvidencePane[] = [],
): UnitEValues[] {
  const state = createEvidence(calibration);
  for (const pane of byDay(weekBefore).at(-1) ?? []) observe(calibration, state, pane);
  return byDay(week).map((panes) => {
    for (const pane of panes) observe(calibration, state, pane);
    return unitEValues(calibration, state);
  });
}

function byDay(panes: readonly EvidencePane[]): EvidencePane[][] {
  const days = new Map<number, EvidencePane[]>();
  for (const pane of panes) {
    const day = Math.floor(pane.start / DAY);
    const ofDay = days.get(day);
    if (ofDay) ofDay.push(pane);
    else days.set(day, [pane]);
  }
  return [...days].sort(([a], [b]) => a - b).map(([, ofDay]) => ofDay);
}

/** Alarms in so many days, week after week. */
export function alarmsOfWeeks(
  calibration: Calibration,
  days: number,
  nextWeek: () => readonly UnitEValues[],
): number {
  const weights = weightsOf(calibration);
  const threshold = thresholdOf(calibration);
  let sums = emptySums(calibration);
  let alarms = 0;
  for (let seen = 0; seen < days;) {
    for (const units of nextWeek()) {
      seen++;
      sums = advance(sums, units);
      if (statisticOf(weights, sums) < threshold) continue;
      alarms++;
      sums = emptySums(calibration);
    }
  }
  return alarms;
}
