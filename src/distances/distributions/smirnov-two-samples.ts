/**
 * P(the largest |i m - j n| is at least `gap`) when every order of n and m values is equally likely: the share of
 * lattice paths from (0, 0) to (n, m) that leave the band (Hodges, "The significance probability of the Smirnov
 * two-sample test", 1958). The share of the paths to (i, j) that have left it already is the mean of its two
 * predecessors' shares, weighted i : j; summing what is outside, nothing cancels, so small p keep their digits.
 * O(n m) and, in a band of width 2 gap / (n m) of it, much less; memory O(m).
 */
export function exactSmirnovTail(gap: number, n: number, m: number): number {
  if (gap <= 0) return 1;
  // What is outside of the band stays 1.
  const outside = new Float64Array(m + 1).fill(1);
  let low = 0;
  for (let i = 0; i <= n; i++) {
    while (i * m - low * n >= gap) outside[low++] = 1;
    for (let j = low; j <= m && j * n - i * m < gap; j++) {
      const left = i > 0 ? i * (outside[j] as number) : 0;
      const below = j > 0 ? j * (outside[j - 1] as number) : 0;
      outside[j] = i + j > 0 ? (left + below) / (i + j) : 0;
    }
  }
  return outside[m] as number;
}
