/**
 * How far one narrow pane is from the reference's at that hour, in standard deviations of a pane: of a distribution
 * the root of its shrunk Mahalanobis form (its logarithm, which the day's detector ranks, would make every tail look
 * endless), of a mean its standardised distance.
 */
import {
  type DistributionModel,
  fitDistribution,
  scoreDistribution,
} from '../conformal/distribution-score.js';
import { HOUR, type Season, slotOf } from '../conformal/season.js';
import { type Direction, fitValue, scoreValue, type ValueModel } from '../conformal/value-score.js';
import type { DistributionPane, MeanPane } from '../pane.js';

export type StrangenessModel = DistributionModel | ValueModel;
export type StrangenessPane = DistributionPane | MeanPane;

/** @param panes of one stream and kind, each with rows */
export function fitStrangeness(
  season: Season,
  panes: readonly StrangenessPane[],
  direction: Direction,
): StrangenessModel {
  const distributions = panes.filter((pane) => pane.kind === 'distribution');
  if (distributions.length > 0) return fitDistribution(season, HOUR, distributions, panes.length);
  return fitValue(
    season,
    HOUR,
    panes.filter((pane) => pane.kind === 'mean'),
    direction,
  );
}

/** @returns 0 for a pane of another kind than the model's */
export function strangeness(season: Season, model: StrangenessModel, pane: StrangenessPane): number {
  const slot = slotOf(season, HOUR, pane.start);
  if (model.kind === 'distribution') {
    return pane.kind === 'distribution' ? Math.exp(scoreDistribution(model, slot, pane) / 2) : 0;
  }
  return pane.kind === 'mean' ? scoreValue(model, slot, pane) : 0;
}
