/**
 * Outcomes by how long after their prediction they came. Buckets are fixed, so counts of any panes add up; a cohort is
 * compared with the reference at the SAME age, so that early outcomes, a biased sample, are held against early outcomes.
 */

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];

/** Upper ends of all buckets but the last, ms, exclusive; the last has no end. */
export const DELAY_EDGES: readonly number[] = [
  ...[1, 10].map((n) => n * SECOND),
  ...[1, 5, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 4, 8, 16].map((n) => n * HOUR),
  ...[1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 180].map((n) => n * DAY),
];

/** What a delay in the last bucket is taken for at most, ms. */
export const LONGEST_DELAY = 360 * DAY;

export const DELAY_BUCKETS = DELAY_EDGES.length + 1;

/**
 * The bucket of a delay. An outcome that precedes its prediction (clocks differ) is in the first.
 * @param delay  ms
 * @throws RangeError for a delay that is not a number
 * @example delayBucket(500); // 0
 */
export function delayBucket(delay: number): number {
  if (Number.isNaN(delay))
    throw new RangeError('a delay is a number of ms, not NaN: leave out rows without a time');
  // Once or twice an outcome: a loop costs a third of a search with a function.
  let at = 0;
  while (at < DELAY_EDGES.length && delay >= (DELAY_EDGES[at] as number)) at++;
  return at;
}

/**
 * How many buckets are complete for a cohort of this age: all outcomes with such delays have come.
 * @param age  ms since the cohort's LAST prediction
 */
export function completeBuckets(age: number): number {
  if (age === Infinity) return DELAY_BUCKETS;
  const at = DELAY_EDGES.findIndex((edge) => age < edge);
  return at < 0 ? DELAY_EDGES.length : at;
}

/**
 * What is comparable at an age: the merge of the complete buckets, in whatever they count.
 * @param byBucket  one entry a bucket, the first first; missing ones at the end are empty
 * @example upToAge([{ n: 2 }, { n: 3 }, { n: 9 }], 10_000, (a, b) => ({ n: a.n + b.n }), { n: 0 }); // { n: 5 }
 */
export function upToAge<T>(byBucket: readonly T[], age: number, merge: (into: T, from: T) => T, empty: T): T {
  return byBucket.slice(0, completeBuckets(age)).reduce(merge, empty);
}
