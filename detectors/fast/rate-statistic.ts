/**
 * How many times likelier one narrow pane is under a higher rate than under the reference's, tempered for
 * over-dispersion: the binomial likelihood ratio to the power 1/phi. m0 and phi are those of the hour (x weekend), and
 * phi is the movement of its panes from DAY to day: the panes of one bad morning are no independent witnesses.
 *
 * phi grows with the pane: rows of one pane share its luck, phi(n) = 1 + (phi - 1) n / nbar.
 */
import type { RatePane } from '../pane.js';
import { groupBy } from '../conformal/group-by.js';
import { HOUR, type Season, slotCount, slotOf, unitOf } from '../conformal/season.js';
import { fitRateBlocks, MOST_RATE, type RateBlock, type RateBlocks } from '../rate-blocks.js';

export interface RateStatistic {
  readonly kind: 'rate';
  /** By slot (hour x weekend). */
  readonly slots: readonly RateBlocks[];
  /** Mean rows of a reference pane. */
  readonly meanSize: number;
}

/** Alternatives as parts of the way from m0 to 1, of equal weight: a break, not a creep. */
const STEPS = [0.2, 0.4, 0.8];

/** @param panes of one stream, each with rows */
export function fitRateStatistic(season: Season, panes: readonly RatePane[]): RateStatistic {
  const all = blocksOf(season, panes);
  const bySlot = groupBy(panes, (pane) => slotOf(season, HOUR, pane.start));
  const slots = Array.from({ length: slotCount(season, HOUR) }, (_, slot) => {
    const own = bySlot.get(slot);
    return own ? blocksOf(season, own) : all;
  });
  const filled = [...bySlot.keys()].map((slot) => slots[slot] ?? all);
  const typical = filled.reduce((sum, { phi }) => sum + phi, 0) / Math.max(1, filled.length);
  return {
    kind: 'rate',
    slots: slots.map(({ m0, phi }) => ({ m0, phi: Math.max(phi, typical) })),
    meanSize: panes.reduce((sum, pane) => sum + pane.n, 0) / Math.max(1, panes.length),
  };
}

/** Mean over the alternatives of the tempered ratio: mean at most 1 while nothing changes; not capped. */
export function rateRatio(season: Season, model: RateStatistic, pane: RatePane): number {
  const { m0, phi } = model.slots[slotOf(season, HOUR, pane.start)] ?? { m0: MOST_RATE, phi: 1 };
  const tempering = 1 + ((phi - 1) * pane.n) / (model.meanSize || 1);
  let sum = 0;
  for (const step of STEPS) {
    const q = m0 + (1 - m0) * step;
    const logRatio = pane.errors * Math.log(q / m0) + (pane.n - pane.errors) * Math.log((1 - q) / (1 - m0));
    sum += Math.exp(logRatio / tempering);
  }
  return Math.min(Number.MAX_VALUE, sum / STEPS.length);
}

/** m0 from the days (the panes of a day are one witness), phi from the panes. */
function blocksOf(season: Season, panes: readonly RatePane[]): RateBlocks {
  const days: RateBlock[] = [...groupBy(panes, (pane) => unitOf(season, pane.start)).values()].map(
    (ofDay) => ({
      errors: ofDay.reduce((sum, pane) => sum + pane.errors, 0),
      n: ofDay.reduce((sum, pane) => sum + pane.n, 0),
    }),
  );
  return { m0: fitRateBlocks(days).m0, phi: fitRateBlocks(panes).phi };
}
