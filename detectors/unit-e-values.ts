/** The e-values of the running unit, as far as its panes have closed. */
import { leastBetEValues } from './bet.js';
import type { Calibration } from './calibration.js';
import type { ConformalScale } from './conformal/calibrate-stream.js';
import { largestOf, squaresOf } from './conformal/ensemble.js';
import { innovation } from './conformal/innovations.js';
import { rankEValue } from './conformal/rank-e-value.js';
import type { EvidenceState } from './evidence-state.js';

export interface UnitEValues {
  /** By rank component; null where the unit has no pane yet. */
  readonly ranks: readonly (number | null)[];
  /** Rank p-values beside them. */
  readonly p: readonly (number | null)[];
  readonly largest: number | null;
  readonly squares: number | null;
  /** By bet, then by stake. */
  readonly bets: readonly (readonly number[] | null)[];
}

export function unitEValues(calibration: Calibration, state: EvidenceState): UnitEValues {
  const strict = (units: number): boolean => calibration.options.budget / units > 50;
  const scales = calibration.streams.flatMap((stream) => stream.scales);
  const scores = rankedScores(scales, state);
  const p = scales.map((scale, index) => rankPValue(scale, scores[index] ?? []));
  const ranks = p.map((value, index) => {
    const units = scales[index]?.units ?? 0;
    return value === null ? null : rankEValue(value, units, strict(units));
  });
  const { ensemble } = calibration;
  const together = (which: 'largest' | 'squares'): number | null => {
    const value = ensemblePValue(calibration, scores, which);
    return value === null ? null : rankEValue(value, ensemble.units, strict(ensemble.units));
  };
  return { ranks, p, largest: together('largest'), squares: together('squares'), bets: state.bets };
}

/**
 * What the running unit is worth already, whatever its remaining panes will be: a component that has no pane in it
 * yet counts at its least. Without this a sum of the previous unit would stand beside a sum of this one, and an alarm
 * could look one unit ahead.
 */
export function atLeast(calibration: Calibration, eValues: UnitEValues): UnitEValues {
  if (eValues.largest === null) return eValues;
  const scales = calibration.streams.flatMap((stream) => stream.scales);
  return {
    ...eValues,
    ranks: eValues.ranks.map((eValue, index) => eValue ?? rankEValue(1, scales[index]?.units ?? 1, false)),
    bets: eValues.bets.map((ofBet, index) => {
      const bet = calibration.bets[index];
      return ofBet ?? (bet ? leastBetEValues(bet) : null);
    }),
  };
}

/** What the running unit is ranked by: its scores, less what the unit before it led to expect. */
function rankedScores(
  scales: readonly ConformalScale[],
  { running, before }: EvidenceState,
): (number | null)[][] {
  if (before === null) return running;
  return running.map((scores, index) =>
    scores.map((score, k) =>
      score === null ? null : innovation(scales[index]?.carry ?? 0, score, before[index]?.[k] ?? null),
    ),
  );
}

/** Rank among the reference's own units, each fold's under that fold's model; null before the unit's first pane. */
function rankPValue(scale: ConformalScale, scores: readonly (number | null)[]): number | null {
  if (!scores.some((score) => score !== null)) return null;
  let asStrange = 1;
  scale.folds.forEach((fold, k) => {
    const score = scores[k] ?? -Infinity;
    for (const [, reference] of fold.reference) if (reference >= score) asStrange++;
  });
  return asStrange / (scale.units + 1);
}

function ensemblePValue(
  { ensemble, folds }: Calibration,
  ofComponents: readonly (readonly (number | null)[])[],
  which: 'largest' | 'squares',
): number | null {
  const seen = ofComponents.filter((scores) => scores.some((score) => score !== null));
  if (seen.length === 0) return null;
  let asStrange = 1;
  for (let k = 0; k < folds; k++) {
    const scores = seen.map((ofFolds) => ofFolds[k] ?? -Infinity);
    const value = which === 'largest' ? largestOf(scores) : squaresOf(scores);
    for (const reference of ensemble[which][k] ?? []) if (reference >= value) asStrange++;
  }
  return asStrange / (ensemble.units + 1);
}
