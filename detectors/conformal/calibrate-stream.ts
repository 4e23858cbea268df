/** One stream of the reference: at each scale, out-of-sample models and the standardised scores of its own units. */
import type { EvidencePane, StreamKind } from '../pane.js';
import { groupBy } from './group-by.js';
import { carryOf, innovation } from './innovations.js';
import { type Season, unitOf } from './season.js';
import { type Standard, standardise, standardOf } from './standardise.js';
import { fitPanes, foldOf, type PaneModel, unitScores } from './unit-scores.js';
import type { Direction } from './value-score.js';

export interface Fold {
  /** Fitted without this fold's weeks. */
  readonly model: PaneModel;
  /** Of the unit scores of the other folds. */
  readonly standard: Standard;
  /** What this fold's own units are ranked by, standardised: `[unit, score]`, by unit. */
  readonly reference: readonly (readonly [unit: number, score: number])[];
}

export interface ConformalScale {
  readonly scale: number;
  readonly folds: readonly Fold[];
  /** Reference units that have a score. */
  readonly units: number;
  /** Share of the score before that is taken off before ranking; 0: scores are ranked as they are. */
  readonly carry: number;
}

export interface ConformalStream {
  readonly stream: string;
  readonly kind: StreamKind;
  readonly scales: readonly ConformalScale[];
}

export interface Folding {
  readonly firstUnit: number;
  readonly folds: number;
  readonly direction: Direction;
  /** Whether innovations are ranked, not scores. */
  readonly innovations: boolean;
}

/** @param panes of one stream, every scale, each with rows; at least two folds hold some */
export function calibrateStream(
  season: Season,
  stream: string,
  panes: readonly EvidencePane[],
  folding: Folding,
): ConformalStream {
  const scales = [...groupBy(panes, (pane) => pane.scale)]
    .sort(([a], [b]) => b - a)
    .map(([scale, ofScale]) => calibrateScale(season, scale, ofScale, folding));
  return { stream, kind: panes[0]?.kind ?? 'distribution', scales };
}

const NONE: Standard = standardOf([]);

function calibrateScale(
  season: Season,
  scale: number,
  panes: readonly EvidencePane[],
  { firstUnit, folds, direction, innovations }: Folding,
): ConformalScale {
  const ordered = [...panes].sort((a, b) => a.start - b.start);
  const fold = (pane: EvidencePane): number => foldOf(season, unitOf(season, pane.start), firstUnit, folds);
  const scored = Array.from({ length: folds }, (_, k) => {
    const others = ordered.filter((pane) => fold(pane) !== k);
    const own = ordered.filter((pane) => fold(pane) === k);
    const units = new Set(others.map((pane) => unitOf(season, pane.start))).size;
    const model = fitPanes(season, scale, others, units, direction);
    return { model, scores: [...unitScores(season, model, own)] };
  });
  const standards = scored.map((_, k) =>
    standardOf(scored.flatMap(({ scores }, other) => (other === k ? [] : scores.map(([, score]) => score)))),
  );
  const standardised = scored.map(({ scores }, k) =>
    scores.map(([unit, score]): [number, number] => [unit, standardise(standards[k] ?? NONE, score)]),
  );
  const all = standardised.flat();
  const carry = innovations ? carryOf(all) : 0;
  const byUnit = new Map(all);
  const result = scored.map(({ model }, k): Fold => ({
    model,
    standard: standards[k] ?? NONE,
    reference: (standardised[k] ?? []).map(([unit, score]) => [
      unit,
      innovation(carry, score, byUnit.get(unit - 1) ?? null),
    ]),
  }));
  return { scale, folds: result, units: all.length, carry };
}
