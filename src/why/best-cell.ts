import { splitByCell, variationOf, type CellSplit } from './cell.js';
import { sumOf, totalOf, type BinLosses, type FeatureLosses } from './feature-losses.js';
import type { CellName } from './loss-source.js';

/** A cell that explains part of a change. Parts are in the loss's own unit and never overlap: they add up. */
export interface Cause extends CellName {
  readonly label: string;
  readonly unseen: boolean;
  /** Does the cell have more of the rows than before (among those no earlier cause has told of)? */
  readonly grew: boolean;
  readonly mix: number;
  readonly concept: number;
  /** `mix` + `concept`. */
  readonly contribution: number;
  /** Its larger part in standard deviations of what that part does from pane to pane anyway. */
  readonly score: number;
}

export interface SearchLimits {
  /** Causes told at most. */
  readonly most: number;
  /** A cause explains at least this part of the change. */
  readonly leastShare: number;
  /**
   * A cause is at least so many of its own standard deviations from pane to pane; so is, for a concept, how much worse its
   * rows got than the others.
   */
  readonly leastScore: number;
  /** A cell's rows got worse at least so many times as much as the rest: else it is the whole that got worse. */
  readonly localFactor: number;
  /**
   * What the newest pane of now is worth of a whole one, above 0 to 1. Less than 1: it still runs, and is a morning against
   * whole days. Then the mix is no cause, as another hour has another mix, unless the reference never had such rows.
   */
  readonly newest?: number;
}

export const SEARCH_LIMITS: SearchLimits = { most: 3, leastShare: 0.1, leastScore: 3, localFactor: 1.5 };

export interface Candidate {
  readonly cause: Cause;
  readonly split: CellSplit;
  /** Its score by the weight of its feature: the largest is told first. */
  readonly rank: number;
}

/** What a cell is held against: the change, and the part of now's rows that no earlier cause has told of. */
export interface Search {
  readonly delta: number;
  readonly weight: number;
  readonly limits: SearchLimits;
  /** How much the ranking listens to a feature; 1 for all where it is left out. */
  readonly weightOf?: (feature: string) => number;
}

/** One feature's rows, added up. */
interface Sides {
  readonly table: FeatureLosses;
  readonly before: BinLosses;
  readonly now: BinLosses;
  /** Largest mean loss of a bin on either side. */
  readonly largest: number;
  /** Panes of now that have rows. */
  readonly panes: number;
}

/** The cell that explains most by the measure of its own variation; null where none is a cause within the limits. */
export function bestCell(tables: readonly FeatureLosses[], search: Search): Candidate | null {
  let best: Candidate | null = null;
  for (const table of tables) {
    const [before, now] = sidesOf(table);
    if (sumOf(before.counts) === 0 || sumOf(now.counts) === 0) continue;
    const largest = Math.max(largestRate(before), largestRate(now));
    const filled = table.now.filter(({ counts }) => sumOf(counts) > 0).length;
    const panes = filled - 1 + (search.limits.newest ?? 1);
    for (let bin = 0; bin < table.labels.length; bin++) {
      const found = candidate({ table, before, now, largest, panes }, bin, search);
      if (found && (!best || better(found, best))) best = found;
    }
  }
  return best;
}

function candidate(sides: Sides, bin: number, { delta, weight, limits, weightOf }: Search): Candidate | null {
  const { table, before, now, largest, panes } = sides;
  const split = splitByCell(before, now, bin);
  // A cell of all rows is the change itself.
  if (split.shareNow === 1 && split.shareBefore === 1) return null;
  const sign = Math.sign(delta);
  const [mix, concept] = [weight * split.mix, weight * split.concept];
  const isMixKnown = split.unseen || (limits.newest ?? 1) === 1;
  const isLarge = (part: number) => sign * part > 0 && sign * part >= limits.leastShare * Math.abs(delta);
  if (!isLarge(mix + concept)) return null;
  const variation = variationOf(table.reference, before, bin, split.shareNow, largest);
  const scoreOf = (part: number, ordinary: number) => (Math.abs(part) / ordinary) * Math.sqrt(panes);
  const own = sign * (split.changeInside - split.changeOutside);
  const isOwn =
    sign * split.changeInside >= limits.localFactor * sign * split.changeOutside &&
    own > 0 &&
    scoreOf(own, variation.own) >= limits.leastScore;
  const score = Math.max(
    isMixKnown && isLarge(mix) ? scoreOf(split.mix, variation.mix) : 0,
    isLarge(concept) && isOwn ? scoreOf(split.concept, variation.concept) : 0,
  );
  if (score < limits.leastScore) return null;
  const cause: Cause = {
    feature: table.feature,
    bin,
    label: table.labels[bin] as string,
    unseen: split.unseen,
    grew: split.shareNow > split.shareBefore,
    mix,
    concept,
    contribution: mix + concept,
    score,
  };
  return { cause, split, rank: score * (weightOf?.(table.feature) ?? 1) };
}

/** Of a feature with two bins both tell the same mix: the one that grew is the one that people look for. */
function better({ cause: a, rank }: Candidate, { cause: b, rank: other }: Candidate): boolean {
  if (Math.abs(rank - other) > 1e-9 * Math.max(rank, other)) return rank > other;
  if (a.grew !== b.grew) return a.grew;
  return a.feature === b.feature ? a.bin < b.bin : a.feature < b.feature;
}

/** A table's panes added up. */
export function sidesOf({ labels, reference, now }: FeatureLosses): [before: BinLosses, now: BinLosses] {
  return [totalOf(reference, labels.length), totalOf(now, labels.length)];
}

function largestRate({ counts, losses }: BinLosses): number {
  return Math.max(0, ...counts.map((n, i) => (n > 0 ? (losses[i] as number) / n : 0)));
}
