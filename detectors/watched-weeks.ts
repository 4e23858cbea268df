/**
 * Every week of a reference as a calibration on the other weeks sees it. Weeks are left out whole: leaving out single
 * panes would hide that neighbours resemble each other.
 */
import { type Calibration, calibratePart } from './calibration.js';
import { groupBy } from './conformal/group-by.js';
import { unitOf, unitsPerWeek } from './conformal/season.js';
import { createEvidence, observe } from './evidence.js';
import type { EvidencePane } from './pane.js';
import { emptySums, type Sums, type Weights, weightsOf } from './sums.js';
import { type UnitEValues, unitEValues } from './unit-e-values.js';

export interface WatchedWeek {
  readonly weights: Weights;
  readonly empty: Sums;
  /** E-values of each of its units, whole. */
  readonly units: readonly UnitEValues[];
}

/** @param panes of the reference, all that `whole` was made of and maybe more */
export function watchedWeeks(whole: Calibration, panes: readonly EvidencePane[]): WatchedWeek[] {
  const weeks = Math.round(whole.units / unitsPerWeek(whole.options));
  const ready = new Set(whole.streams.map(({ stream }) => stream));
  const byWeek = groupBy(
    panes.filter(({ stream }) => ready.has(stream)),
    (pane) => weekIn(whole, pane),
  );
  const numbers = Array.from({ length: weeks }, (_, week) => week);
  return numbers.map((week) => {
    const others = numbers.filter((other) => other !== week);
    const calibration = calibratePart(
      others.flatMap((other, place) => movedBy(whole, byWeek.get(other) ?? [], place - other)),
      whole.options,
    );
    return watched(calibration, byWeek.get(week - 1) ?? [], byWeek.get(week) ?? []);
  });
}

/** E-values of a unit depend on its own panes, and on the last unit of the week before where innovations are ranked. */
function watched(
  calibration: Calibration,
  weekBefore: readonly EvidencePane[],
  week: readonly EvidencePane[],
): WatchedWeek {
  const state = createEvidence(calibration);
  const unitsBefore = unitsInOrder(calibration, weekBefore);
  for (const pane of unitsBefore.at(-1) ?? []) observe(calibration, state, pane);
  const units = unitsInOrder(calibration, week).map((ofUnit) => {
    for (const pane of ofUnit) observe(calibration, state, pane);
    return unitEValues(calibration, state);
  });
  return { weights: weightsOf(calibration), empty: emptySums(calibration), units };
}

function unitsInOrder({ options }: Calibration, panes: readonly EvidencePane[]): EvidencePane[][] {
  return [...groupBy(panes, (pane) => unitOf(options, pane.start))]
    .sort(([a], [b]) => a - b)
    .map(([, ofUnit]) => ofUnit);
}

/** Weeks are moved together over the gap of the one left out, so that they are whole weeks on end. */
function movedBy(
  { options }: Calibration,
  panes: readonly EvidencePane[],
  weeks: number,
): readonly EvidencePane[] {
  if (weeks === 0) return panes;
  return panes.map((pane) => ({
    ...pane,
    start: pane.start + weeks * unitsPerWeek(options) * options.unitMs,
  }));
}

function weekIn(whole: Calibration, pane: EvidencePane): number {
  return Math.floor((unitOf(whole.options, pane.start) - whole.firstUnit) / unitsPerWeek(whole.options));
}
