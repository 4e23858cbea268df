/**
 * The bet of one rate or mean, unit by unit, on the panes as wide as a unit: bets on the excess, and for rates the
 * over-dispersed likelihood ratios beside them. Each has its own Shiryaev-Roberts sum, all of equal weight.
 */
import type { Folding } from './conformal/calibrate-stream.js';
import { type Season, unitOf } from './conformal/season.js';
import { fitPanes, foldOf, type PaneModel, scorePane } from './conformal/unit-scores.js';
import { fitRateBlocks, RATE_ALTERNATIVES, type RateBlocks, rateBlockEValues } from './rate-blocks.js';
import { EXCESS_STAKES, excessEValues, type ExcessBet, fitExcessBet } from './excess-bet.js';
import type { EvidencePane } from './pane.js';

export interface Bet {
  readonly stream: string;
  /** Fitted on all of the reference. */
  readonly model: PaneModel;
  readonly excess: ExcessBet;
  /** Only of rates that are watched for getting higher. */
  readonly blocks: RateBlocks | null;
}

/** Shiryaev-Roberts sums that a bet keeps. */
export function sumsOfBet(bet: Bet): number {
  return EXCESS_STAKES + (bet.blocks === null ? 0 : RATE_ALTERNATIVES);
}

/** @returns null for distributions, and where no pane is as wide as a unit */
export function fitBet(
  season: Season,
  stream: string,
  panes: readonly EvidencePane[],
  { firstUnit, folds, direction }: Folding,
): Bet | null {
  const wide = panes.filter((pane) => pane.scale === season.unitMs && pane.kind !== 'distribution');
  if (wide.length === 0) return null;
  const fold = (pane: EvidencePane): number => foldOf(season, unitOf(season, pane.start), firstUnit, folds);
  const scores: number[] = [];
  for (let k = 0; k < folds; k++) {
    const others = wide.filter((pane) => fold(pane) !== k);
    const model = fitPanes(season, season.unitMs, others, others.length, direction);
    for (const pane of wide) if (fold(pane) === k) scores.push(scorePane(season, model, pane));
  }
  const rates = wide.filter((pane) => pane.kind === 'rate');
  return {
    stream,
    model: fitPanes(season, season.unitMs, wide, wide.length, direction),
    excess: fitExcessBet(scores),
    blocks: rates.length > 0 && direction === 'up' ? fitRateBlocks(rates) : null,
  };
}

export function betEValues(season: Season, bet: Bet, pane: EvidencePane): number[] {
  const excess = excessEValues(bet.excess, scorePane(season, bet.model, pane));
  if (bet.blocks === null || pane.kind !== 'rate') return excess;
  return [...excess, ...rateBlockEValues(bet.blocks, pane)];
}

/** E-values below which those of a unit that is not yet over cannot fall. */
export function leastBetEValues(bet: Bet): number[] {
  const excess = excessEValues(bet.excess, -Infinity);
  return bet.blocks === null ? excess : [...excess, ...Array.from({ length: RATE_ALTERNATIVES }, () => 0)];
}
