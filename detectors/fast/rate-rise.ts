/**
 * How surprising the hits of one narrow pane are to the day so far: a rate that leaps within an hour tells of a break
 * where the same rate, all day long, would be one of the bad days that the reference knows. What the day's own panes
 * have shown (fading with a half-life of twelve of them) is a gamma prior's posterior: the day's factor on the rate of
 * the hour, with as many hits behind it as have been seen. With the first pane of a day nothing has been seen, and a
 * rise is as surprising as the level itself. Only what is above the hour's centre too is a rise.
 */
import type { RatePane } from '../pane.js';
import { betaNats } from './beta-nats.js';
import { effectiveRows, noMoments, spreadOf, type SpreadMoments } from './effective-rows.js';
import type { ReferencePlaces } from './cross-fitted.js';
import { LEAST_RATE, type RateModel } from './rate-surprise.js';
import { significant } from './significant.js';
import { fitSurpriseTail, type SurpriseTail } from './surprise-tail.js';

/** The day so far, as of the pane that starts at `at`. */
export interface RateTrail {
  readonly hits: number;
  /** Hits that the rates of the hours would have made. */
  readonly expected: number;
  readonly at: number;
}

export interface RateRise {
  /** Movement of the rate from pane to pane within a day: `effectiveRows`. */
  readonly spread: number;
  readonly tail: SurpriseTail;
}

const HALF_LIFE = 12;
/** Within a day no rate is steadier than a tenth of itself. */
const LEAST_RELATIVE_VARIANCE = 0.01;
const MOST_RATE = 1 - 1e-6;

/** @param trail of the same unit, null before its first pane */
export function riseNats(
  model: RateModel,
  within: number,
  trail: RateTrail | null,
  slot: number,
  { n, errors, start, scale }: RatePane,
): number {
  const { centre, factor, unknown } = predict(model, trail, slot, start, scale);
  const rows = effectiveRows(n, Math.min(1, within + unknown), model.known?.[slot]);
  return betaNats(errors, n, Math.min(MOST_RATE, centre * Math.max(1, factor)), rows);
}

export function followTrail(
  { centres }: RateModel,
  trail: RateTrail | null,
  slot: number,
  { n, errors, start, scale }: RatePane,
): RateTrail {
  const kept = trail === null ? 0 : keptOf(trail, start, scale);
  return {
    hits: kept * (trail?.hits ?? 0) + errors,
    expected: kept * (trail?.expected ?? 0) + (centres[slot] ?? 0) * n,
    at: start,
  };
}

/** @param panes in the order of time; @param withoutFold models that have not seen a fold */
export function fitRateRise(
  panes: readonly RatePane[],
  places: ReferencePlaces,
  model: RateModel,
  withoutFold: ReadonlyMap<number, RateModel>,
): RateRise {
  const moments = new Map<number, SpreadMoments>();
  walk(
    panes,
    places,
    () => model,
    (pane, slot, trail, fold) => {
      if (trail === null) return;
      const { centre, factor, unknown } = predict(model, trail, slot, pane.start, pane.scale);
      const rate = Math.min(MOST_RATE, centre * factor);
      const variance = rate * (1 - rate);
      const sums = moments.get(fold) ?? noMoments();
      moments.set(fold, sums);
      sums.excess += (pane.errors / pane.n - rate) ** 2 - variance * (1 / pane.n + unknown);
      sums.whole += variance * (1 - 1 / pane.n);
      sums.noise += 2 * (variance / pane.n) ** 2;
    },
  );
  const spreadWithout = (left: number | null): number => {
    const total = noMoments();
    for (const [fold, sums] of moments) {
      if (fold === left) continue;
      total.excess += sums.excess;
      total.whole += sums.whole;
      total.noise += sums.noise;
    }
    const mean = model.centres.reduce((sum, centre) => sum + centre / model.centres.length, 0);
    const least = LEAST_RELATIVE_VARIANCE * Math.max(LEAST_RATE, mean);
    return significant(Math.max(least, spreadOf(total)));
  };

  const spreads = new Map([...withoutFold.keys()].map((fold) => [fold, spreadWithout(fold)]));
  const maxima = new Map<number, number>();
  const modelOf = (fold: number) => withoutFold.get(fold) ?? model;
  walk(panes, places, modelOf, (pane, slot, trail, fold, unit) => {
    const nats = riseNats(modelOf(fold), spreads.get(fold) ?? 1, trail, slot, pane);
    maxima.set(unit, Math.max(maxima.get(unit) ?? 0, nats));
  });
  return { spread: spreadWithout(null), tail: fitSurpriseTail([...maxima.values()]) };
}

/** What the day so far makes of the hour's rate. */
function predict(
  { centres, spread }: RateModel,
  trail: RateTrail | null,
  slot: number,
  start: number,
  scale: number,
): { centre: number; factor: number; unknown: number } {
  const centre = centres[slot] ?? 1;
  if (trail === null) return { centre, factor: 1, unknown: spread };
  const kept = keptOf(trail, start, scale);
  const prior = centre / spread;
  const known = prior + kept * trail.expected;
  return {
    centre,
    factor: (prior + kept * trail.hits) / known,
    unknown: (spread * prior) / known,
  };
}

function keptOf({ at }: RateTrail, start: number, scale: number): number {
  return 2 ** (-(start - at) / (HALF_LIFE * scale));
}

/** Visits panes with the trail of their own day before each. */
function walk(
  panes: readonly RatePane[],
  places: ReferencePlaces,
  modelOf: (fold: number) => RateModel,
  visit: (pane: RatePane, slot: number, trail: RateTrail | null, fold: number, unit: number) => void,
): void {
  let [unit, trail]: [number | null, RateTrail | null] = [null, null];
  for (const pane of panes) {
    const own = places.unitOf(pane.start);
    if (own !== unit) [unit, trail] = [own, null];
    const slot = places.slotOf(pane.start);
    const fold = places.foldOf(own);
    visit(pane, slot, trail, fold, own);
    trail = followTrail(modelOf(fold), trail, slot, pane);
  }
}
