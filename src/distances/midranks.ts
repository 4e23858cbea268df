/** Ranks of two samples in their union, equal values sharing the mean of their ranks. */
export interface Midranks {
  /** Of the first sample, in ascending order. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** Sum of t^3 - t over groups of t equal values: 0 without ties. */
  readonly ties: number;
}

/** Midranks from 1 of two SORTED samples. O(n + m). */
export function midranks(first: Float64Array, second: Float64Array): Midranks {
  const [n, m] = [first.length, second.length];
  const ranks = { first: new Float64Array(n), second: new Float64Array(m) };
  let ties = 0;
  for (let i = 0, j = 0; i < n || j < m;) {
    const value = Math.min(i < n ? (first[i] as number) : Infinity, j < m ? (second[j] as number) : Infinity);
    const [fromI, fromJ] = [i, j];
    while (i < n && first[i] === value) i++;
    while (j < m && second[j] === value) j++;
    const group = i - fromI + (j - fromJ);
    const rank = fromI + fromJ + (group + 1) / 2;
    ranks.first.fill(rank, fromI, i);
    ranks.second.fill(rank, fromJ, j);
    ties += group ** 3 - group;
  }
  return { ...ranks, ties };
}
