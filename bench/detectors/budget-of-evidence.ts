/** False alarms of the conformal e-detector, week after week, from e-values that are computed once for each day. */
import type { Calibration } from '../../detectors/calibration.js';
import { createEvidence, type EvidencePane, observe } from '../../detectors/evidence.js';
import { advance, emptySums, statisticOf, weightsOf } from '../../detectors/sums.js';
import { type UnitEValues, unitEValues } from '../../detectors/unit-e-values.js';
import { DAY } from '../flights/panes.js';

/** E-values of each day of a week: they depend on no other day. */
export function eValuesOf(calibration: Calibration, week: readonly EvidencePane[]): UnitEValues[] {
  const byDay = new Map<number, EvidencePane[]>();
  for (const pane of week) {
    const day = Math.floor(pane.start / DAY);
    const panes = byDay.get(day);
    if (panes) panes.push(pane);
    else byDay.set(day, [pane]);
  }
  return [...byDay]
    .sort(([a], [b]) => a - b)
    .map(([, panes]) => {
      const state = createEvidence(calibration);
      for (const pane of panes) observe(calibration, state, pane);
      return unitEValues(calibration, state);
    });
}

/** Alarms in so many days, week after week. */
export function alarmsOfWeeks(
  calibration: Calibration,
  days: number,
  nextWeek: () => readonly UnitEValues[],
): number {
  const weights = weightsOf(calibration);
  let sums = emptySums(calibration);
  let alarms = 0;
  for (let seen = 0; seen < days;) {
    for (const units of nextWeek()) {
      seen++;
      sums = advance(sums, units);
      if (statisticOf(weights, sums) < calibration.options.budget) continue;
      alarms++;
      sums = emptySums(calibration);
    }
  }
  return alarms;
}
