/** Kolmogorov-Smirnov between two samples of one size n: everything is a count h, and the distance is h / n. */

/**
 * Largest difference of the two counts of values up to any point.
 * @param a sorted
 * @param b sorted, as long as `a`
 */
export function largestCountDifference(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  let [i, j, largest] = [0, 0, 0];
  while (i < n && j < n) {
    const next = Math.min(a[i] ?? 0, b[j] ?? 0);
    while (i < n && (a[i] ?? 0) <= next) i++;
    while (j < n && (b[j] ?? 0) <= next) j++;
    largest = Math.max(largest, Math.abs(i - j));
  }
  return largest;
}

/**
 * Exact P(n D >= h) for continuous values (Gnedenko, Korolyuk 1951): 2 sum over k of (-1)^(k+1) C(2n, n-kh) / C(2n, n),
 * nested so that nothing cancels. O(n).
 */
export function tailOfCountDifference(n: number, h: number): number {
  if (h <= 0) return 1;
  let nested = 0;
  for (let k = Math.floor(n / h); k >= 0; k--) {
    let ratio = 1;
    for (let j = 0; j < h; j++) ratio = ((n - k * h - j) * ratio) / (n + k * h + j + 1);
    nested = ratio * (1 - nested);
  }
  return Math.min(1, Math.max(0, 2 * nested));
}
