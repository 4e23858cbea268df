/**
 * What the hours of a reference are where some have few rows: the slot's own rows, and as many of all slots together as it
 * takes for slots to differ so by chance (empirical Bayes). Where hours are alike, or nobody can tell, a slot of six rows has
 * the shares of all; where they differ, one of thousands keeps its own.
 */
import { spreadError, spreadOf } from './effective-rows.js';
import { significant } from './significant.js';

/** More are all there are. */
const MOST_BORROWED = 1e9;

export interface SlotCentres {
  /** Rows of the whole that count in every slot beside its own. */
  readonly borrowed: number;
  /** By slot: rows that its centre is worth. */
  readonly known: readonly number[];
}

/**
 * @param rows by slot; @param distances by slot: squared, of its shares from those of the whole; 0 where it has no rows
 * @param variance of one row around the whole's shares, summed over bins; @param square trace of its squared covariance
 */
export function slotCentres(
  rows: readonly number[],
  distances: readonly number[],
  variance: number,
  square: number,
): SlotCentres {
  let [all, filled, squares, distance] = [0, 0, 0, 0];
  rows.forEach((n, slot) => {
    if (n === 0) return;
    all += n;
    filled++;
    squares += n * n;
    distance += n * (distances[slot] ?? 0);
  });
  const moments = {
    excess: distance - variance * (filled - 1),
    whole: variance * (all - squares / Math.max(1, all)),
    noise: 2 * square * (filled - 1),
  };
  const borrowed = Math.min(MOST_BORROWED, 1 / (spreadOf(moments) + spreadError(moments)));
  const known = rows.map((n) => {
    const part = borrowed / (n + borrowed);
    return significant(1 / (1 / (n + borrowed) + (part * part) / Math.max(1, all)));
  });
  return { borrowed, known };
}

/** A share of one slot, where the whole's is `whole`. */
export function slotShare(hits: number, rows: number, whole: number, { borrowed }: SlotCentres): number {
  return (hits + borrowed * whole) / (rows + borrowed);
}
