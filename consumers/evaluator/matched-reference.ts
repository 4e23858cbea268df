/**
 * Like with like: what the reference had where the recent panes are. Each is held against the reference's panes of the same
 * hours of the same weekday, so that four days of a week are not "drift" of the weekday, nor a Sunday's calm an improvement.
 * Where those hold few rows, against the same hours of all days, or else against all of the reference: that six rows of three
 * Tuesdays were all right says nothing of the model.
 */
import type { EvidencePane } from '../../detectors/pane.js';
import { VOLUME_STREAM } from '../../src/policy/streams/stream-names.js';
import { meanOf, totalCounts } from './pane-totals.js';

/** A recent pane's rows beside the reference's panes that are its like. */
export interface Matched {
  readonly n: number;
  readonly panes: readonly EvidencePane[];
}

const DAY = 86_400_000;
/** Seasons in which panes are alike, the narrower likeness first. */
const SEASONS = [7 * DAY, DAY];

/** Rows of the reference that recent panes are held against, at least, where all of it has as many. */
const LEAST_ROWS = 1_000;

/** @param reference panes of the recent panes' stream, of their scale or of one that it divides */
export function matchedReference(
  recent: readonly Pick<EvidencePane, 'start' | 'n'>[],
  reference: readonly EvidencePane[],
): Matched[] {
  // A volume is one value a pane, and the season is all that there is to know of it.
  const least = reference[0]?.stream === VOLUME_STREAM ? 0 : LEAST_ROWS;
  for (const season of SEASONS) {
    const matched = matchedIn(season, recent, reference);
    const known = new Set(matched.map(({ panes }) => panes));
    const rows = [...known].reduce((sum, panes) => sum + rowsOf(panes), 0);
    if (rows >= least) return matched;
  }
  return recent.map(({ n }) => ({ n, panes: reference }));
}

/** All panes where there is none of the slot. */
function matchedIn(
  season: number,
  recent: readonly Pick<EvidencePane, 'start' | 'n'>[],
  reference: readonly EvidencePane[],
): Matched[] {
  const bySlot = new Map<number, EvidencePane[]>();
  for (const pane of reference) {
    const own = bySlot.get(pane.start % season);
    if (own) own.push(pane);
    else bySlot.set(pane.start % season, [pane]);
  }
  const { scale = 1, start: first = 0 } = reference[0] ?? {};
  return recent.map(({ start, n }) => ({
    n,
    panes: bySlot.get((first + Math.floor((start - first) / scale) * scale) % season) ?? reference,
  }));
}

/**
 * What the reference would have had in the recent panes' mix of slots, scaled to the rows that say so: of a mix that stands
 * on one slot, those of that slot.
 */
export function expectedCounts(matched: readonly Matched[]): number[] {
  const slots = new Map<readonly EvidencePane[], { n: number; counts: number[]; total: number }>();
  let rows = 0;
  for (const { n, panes } of matched) {
    let slot = slots.get(panes);
    if (!slot) slots.set(panes, (slot = { n: 0, counts: totalCounts(panes), total: rowsOf(panes) }));
    slot.n += n;
    if (slot.total > 0) rows += n;
  }
  const known = [...slots.values()].filter(({ n, total }) => n > 0 && total > 0);
  const size = 1 / known.reduce((sum, { n, total }) => sum + (n / rows) ** 2 / total, 0);
  const expected: number[] = [];
  for (const { n, counts, total } of known) {
    counts.forEach((count, i) => {
      expected[i] = (expected[i] ?? 0) + (count / total) * (n / rows) * size;
    });
  }
  return expected;
}

export function expectedMean(matched: readonly Matched[]): number | null {
  let rows = 0;
  let total = 0;
  for (const { n, panes } of matched) {
    const mean = meanOf(panes);
    if (mean === null) continue;
    rows += n;
    total += n * mean;
  }
  return rows === 0 ? null : total / rows;
}

function rowsOf(panes: readonly EvidencePane[]): number {
  return panes.reduce((sum, { n }) => sum + n, 0);
}
