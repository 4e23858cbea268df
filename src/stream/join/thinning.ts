import { bucketOf } from './limits.js';

/**
 * Which records of one side are joined, once an hour of event time has more of them than the join may keep: a sample by the
 * key, `docs/decisions/0009-join.md`.
 *
 * The share of a record is 2^-k, and it is kept when the last word of its key begins with k zeros: a key that is kept at
 * one share is kept at every larger one. k depends on the records of the same topic-partition at lower offsets only, so a
 * replay keeps the same records, however the two topics are interleaved. A pair is there when both its records were kept,
 * which is so with probability 2^-max(k, k'): counted 2^max(k, k') times, sums over pairs are unbiased.
 */
export interface Thinning {
  hours: Map<number, ThinnedHour>;
}

interface ThinnedHour {
  read: number;
  kept: number;
  /** k of the first record: what the hour before called for. */
  readonly start: number;
}

/** In place of k: the record is not kept. */
export const SAMPLED_OUT = -1;
/** Key bits that decide. */
const BITS = 32;

export function emptyThinning(): Thinning {
  return { hours: new Map() };
}

/**
 * Counts a record and decides on it: k when it is kept, else `SAMPLED_OUT`.
 *
 * An hour begins at the share with which the hour before would have filled half of `most`. Should it bring more than that,
 * each further half of the room that is left is given out at a quarter of the share: `most` rows are never exceeded.
 *
 * @param most rows of an hour that may be kept
 * @param hoursKept hours after which a bucket is not asked for any more
 */
export function thin(
  thinning: Thinning,
  key: Uint32Array,
  time: number,
  most: number,
  hoursKept: number,
): number {
  const number = bucketOf(time);
  const hour = thinning.hours.get(number) ?? begin(thinning, number, most, hoursKept);
  hour.read++;
  if (hour.kept >= most) return SAMPLED_OUT;
  const halvings = Math.floor(Math.log2(most / (most - hour.kept)));
  const k = Math.min(BITS, hour.start + 2 * halvings);
  if (k > 0 && (key[3] as number) >>> (BITS - k) !== 0) return SAMPLED_OUT;
  hour.kept++;
  return k;
}

function begin(thinning: Thinning, number: number, most: number, hoursKept: number): ThinnedHour {
  const { hours } = thinning;
  const before = hours.get(number - 1)?.read ?? 0;
  const start = Math.min(BITS, Math.max(0, Math.ceil(Math.log2((2 * before) / most))));
  const hour = { read: 0, kept: 0, start };
  hours.set(number, hour);
  let newest = number;
  for (const other of hours.keys()) if (other > newest) newest = other;
  for (const other of hours.keys()) if (other < newest - hoursKept) hours.delete(other);
  return hour;
}
