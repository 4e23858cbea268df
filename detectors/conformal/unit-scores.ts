/**
 * Scores by unit. A unit's score is the running maximum over its panes; every reference pane is scored by a model
 * that was fitted without its own weeks (its fold), and a live pane is scored by all folds, so both are out of
 * sample in the same way.
 */
import type { EvidencePane } from '../pane.js';
import { type DistributionModel, fitDistribution, scoreDistribution } from './distribution-score.js';
import { type Season, slotOf, unitOf, unitsPerWeek } from './season.js';
import { type Direction, fitValue, scoreValue, type ValueModel } from './value-score.js';

export type PaneModel = DistributionModel | ValueModel;

/** @param panes of one stream and one scale, of one kind, each with rows */
export function fitPanes(
  season: Season,
  scale: number,
  panes: readonly EvidencePane[],
  units: number,
  direction: Direction,
): PaneModel {
  const distributions = panes.filter((pane) => pane.kind === 'distribution');
  if (distributions.length > 0) return fitDistribution(season, scale, distributions, units);
  return fitValue(
    season,
    scale,
    panes.filter((pane) => pane.kind !== 'distribution'),
    direction,
  );
}

/** Higher = stranger (distributions) or worse (values). The pane has at least one row. */
export function scorePane(season: Season, model: PaneModel, pane: EvidencePane): number {
  const slot = slotOf(season, pane.scale, pane.start);
  if (model.kind === 'distribution')
    return pane.kind === 'distribution' ? scoreDistribution(model, slot, pane) : 0;
  return pane.kind === 'distribution' ? 0 : scoreValue(model, slot, pane);
}

/** Fold of a unit of the reference: whole weeks together, weeks dealt out in turn. */
export function foldOf(season: Season, unit: number, firstUnit: number, folds: number): number {
  return Math.floor((unit - firstUnit) / unitsPerWeek(season)) % folds;
}

/** Running maximum of the panes' scores in each unit, under one model. */
export function unitScores(
  season: Season,
  model: PaneModel,
  panes: readonly EvidencePane[],
): Map<number, number> {
  const scores = new Map<number, number>();
  for (const pane of panes) {
    const unit = unitOf(season, pane.start);
    const score = scorePane(season, model, pane);
    scores.set(unit, Math.max(scores.get(unit) ?? -Infinity, score));
  }
  return scores;
}
