/**
 * One stream of the fast path, fitted on the reference: what makes an e-value of a pane. A unit's e-value is the
 * running maximum over its panes; it is never a product of them, since the panes of one day share its weather.
 */
import { powerCalibrator } from '../conformal/rank-e-value.js';
import type { EvidencePane, StreamKind } from '../pane.js';
import { fitCrossFitted, type ReferencePlaces } from './cross-fitted.js';
import { DISTRIBUTION_SURPRISE, type DistributionModel } from './distribution-surprise.js';
import { MEAN_SURPRISE, type MeanModel } from './mean-surprise.js';
import { fitRateRise, type RateRise, type RateTrail, riseNats } from './rate-rise.js';
import { RATE_SURPRISE, type RateModel } from './rate-surprise.js';
import { fitSurpriseTail, type SurpriseTail, surprisePValue } from './surprise-tail.js';

interface Watched<Model extends { readonly kind: StreamKind }> {
  readonly stream: string;
  readonly kind: Model['kind'];
  readonly model: Model;
  readonly tail: SurpriseTail;
}

export interface RateStream extends Watched<RateModel> {
  /** Rates are watched in two ways: as high as this, and risen by this much. */
  readonly rise: RateRise;
}

export type FastStream = RateStream | Watched<DistributionModel> | Watched<MeanModel>;

/** @param panes of one stream, all of one kind, at least one, each with rows, in the order of time */
export function fitFastStream(
  stream: string,
  panes: readonly EvidencePane[],
  places: ReferencePlaces,
): FastStream {
  const rates = panes.filter((pane) => pane.kind === 'rate');
  if (rates.length > 0) {
    const { model, withoutFold, unitMaxima } = fitCrossFitted(RATE_SURPRISE, rates, places);
    const rise = fitRateRise(rates, places, model, withoutFold);
    return { stream, kind: 'rate', model, tail: fitSurpriseTail(unitMaxima), rise };
  }
  const means = panes.filter((pane) => pane.kind === 'mean');
  if (means.length > 0) {
    const { model, unitMaxima } = fitCrossFitted(MEAN_SURPRISE, means, places);
    return { stream, kind: 'mean', model, tail: fitSurpriseTail(unitMaxima) };
  }
  const distributions = panes.filter((pane) => pane.kind === 'distribution');
  const { model, unitMaxima } = fitCrossFitted(DISTRIBUTION_SURPRISE, distributions, places);
  return { stream, kind: 'distribution', model, tail: fitSurpriseTail(unitMaxima) };
}

/**
 * E-value that the unit of this pane has at least. 0 for a pane of another kind than the stream's.
 * @param jump p-value on which most of the stake is bet: `jumpOf`
 * @param trail of a rate: its day so far
 */
export function fastEValue(
  watched: FastStream,
  slot: number,
  pane: EvidencePane,
  jump: number,
  trail: RateTrail | null,
): number {
  if (watched.kind === 'rate') {
    if (pane.kind !== 'rate') return 0;
    const { model, tail, rise } = watched;
    const level = surprisePValue(tail, RATE_SURPRISE.score(model, slot, pane));
    const risen = surprisePValue(rise.tail, riseNats(model, rise.spread, trail, slot, pane));
    return (
      (1 - RISE_STAKE) * stake(level, (1 - RISE_STAKE) * jump) + RISE_STAKE * stake(risen, RISE_STAKE * jump)
    );
  }
  const nats =
    watched.kind === 'mean'
      ? pane.kind === 'mean' && MEAN_SURPRISE.score(watched.model, slot, pane)
      : pane.kind === 'distribution' && DISTRIBUTION_SURPRISE.score(watched.model, slot, pane);
  return nats === false ? 0 : stake(surprisePValue(watched.tail, nats), jump);
}

function stake(p: number, jump: number): number {
  return (1 - JUMP_STAKE) * powerCalibrator(p) + (p <= jump ? JUMP_STAKE / jump : 0);
}

/** Part of a rate's stake that is bet on its rise: a break is so far outside what a day does that little is enough. */
const RISE_STAKE = 0.1;

/** Part of a stream's e-value that is bet on a jump; the rest adds up over days. */
const JUMP_STAKE = 0.8;

/**
 * The p-value at which a single unit of one stream is an alarm. The calibrator alone keeps a thirtieth of 1/p there,
 * and a break would wait for the next day; so most of the stake is bet on p <= jump, all or nothing: mean 1 as well.
 * @param weight of the stream in the statistic
 */
export function jumpOf(budget: number, weight: number): number {
  return (JUMP_STAKE * weight) / budget;
}
