/**
 * One stream of the fast path, fitted on the reference: what makes an e-value of a pane. A unit's e-value is the
 * running maximum over its panes; it is never a product of them, since the panes of one day share its weather.
 */
import { groupBy } from '../conformal/group-by.js';
import { powerCalibrator } from '../conformal/rank-e-value.js';
import { type Season, unitOf } from '../conformal/season.js';
import { foldOf } from '../conformal/unit-scores.js';
import type { Direction } from '../conformal/value-score.js';
import type { EvidencePane, RatePane, StreamKind } from '../pane.js';
import { fitTail, type Tail, tailPValue } from './generalised-pareto.js';
import {
  fitStrangeness,
  strangeness,
  type StrangenessModel,
  type StrangenessPane,
} from './pane-strangeness.js';
import { fitRateStatistic, rateRatio, type RateStatistic } from './rate-statistic.js';

interface Named {
  readonly stream: string;
  readonly kind: StreamKind;
}

/** `price`: the mean of the reference's own unit maxima with its upper bound, at least 1. */
export type FastStream =
  | (Named & { readonly method: 'ratio'; readonly model: RateStatistic; readonly price: number })
  | (Named & { readonly method: 'tail'; readonly model: StrangenessModel; readonly tail: Tail });

export interface FastFolding {
  readonly firstUnit: number;
  /** Whole weeks together are left out, dealt out in turn. */
  readonly folds: number;
  readonly direction: Direction;
}

/** Two standard errors: unit maxima are skewed. */
const UPPER_QUANTILE = 2;

/** @param panes of one stream, at least one, each with rows */
export function fitFastStream(
  season: Season,
  stream: string,
  panes: readonly EvidencePane[],
  folding: FastFolding,
): FastStream {
  const rates = panes.filter((pane) => pane.kind === 'rate');
  if (rates.length > 0) {
    const maxima = unitMaxima(season, rates, folding, (others: readonly RatePane[]) => {
      const model = fitRateStatistic(season, others);
      return (pane) => rateRatio(season, model, pane);
    });
    const model = fitRateStatistic(season, rates);
    return { stream, kind: 'rate', method: 'ratio', model, price: Math.max(1, upperMean(maxima)) };
  }
  const others = panes.filter((pane) => pane.kind !== 'rate');
  const maxima = unitMaxima(season, others, folding, (part: readonly StrangenessPane[]) => {
    const model = fitStrangeness(season, part, folding.direction);
    return (pane) => strangeness(season, model, pane);
  });
  const model = fitStrangeness(season, others, folding.direction);
  const kind = model.kind === 'distribution' ? 'distribution' : 'mean';
  return { stream, kind, method: 'tail', model, tail: fitTail(maxima) };
}

/**
 * E-value that the unit of this pane has at least. 0 for a pane of another kind than the stream's.
 * @param jump p-value on which most of a tail's stake is bet: `jumpOf`
 */
export function fastEValue(season: Season, stream: FastStream, pane: EvidencePane, jump: number): number {
  if (pane.kind !== stream.kind) return 0;
  if (stream.method === 'ratio') {
    return pane.kind === 'rate' ? rateRatio(season, stream.model, pane) / stream.price : 0;
  }
  if (pane.kind === 'rate') return 0;
  const p = tailPValue(stream.tail, strangeness(season, stream.model, pane));
  return (1 - JUMP_STAKE) * powerCalibrator(p) + (p <= jump ? JUMP_STAKE / jump : 0);
}

/** Part of a tail's e-value that is bet on a jump; the rest adds up over days. */
const JUMP_STAKE = 0.8;

/**
 * The p-value at which a single unit of one stream is an alarm. The calibrator alone keeps a thirtieth of 1/p there,
 * and a break would wait for the next day; so most of the stake is bet on p <= jump, all or nothing: mean 1 as well.
 * @param weight of the stream in the statistic
 */
export function jumpOf(budget: number, weight: number): number {
  return (JUMP_STAKE * weight) / budget;
}

/** Largest score in each unit of the reference, each under a model that has not seen its week. */
function unitMaxima<Pane extends EvidencePane>(
  season: Season,
  panes: readonly Pane[],
  { firstUnit, folds }: FastFolding,
  fit: (others: readonly Pane[]) => (pane: Pane) => number,
): number[] {
  const byFold = groupBy(panes, (pane) => foldOf(unitOf(season, pane.start), firstUnit, folds));
  const maxima = new Map<number, number>();
  for (const [fold, own] of byFold) {
    const score = fit([...byFold].flatMap(([other, part]) => (other === fold ? [] : part)));
    for (const pane of own) {
      const unit = unitOf(season, pane.start);
      maxima.set(unit, Math.max(maxima.get(unit) ?? -Infinity, score(pane)));
    }
  }
  return [...maxima.values()];
}

function upperMean(values: readonly number[]): number {
  const count = Math.max(1, values.length);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return mean + UPPER_QUANTILE * Math.sqrt(squares / Math.max(1, count - 1) / count);
}
