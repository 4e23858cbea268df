/**
 * P(U >= u) when every arrangement of n and m distinct values is equally likely. The numbers of arrangements are the
 * coefficients of the Gaussian binomial: the product over k = 1..n of (1 - q^(m+k)) / (1 - q^k). Whole numbers without
 * bound, as they pass 2^53 from 60 values on. O(min(n, m)^2 max(n, m)).
 */
export function exactMannWhitneyTail(u: number, n: number, m: number): number {
  const [few, many] = n < m ? [n, m] : [m, n];
  const most = few * many;
  // Symmetric: the upper tail is counted from below, where it needs the fewest coefficients.
  const complement = most - Math.ceil(u);
  if (complement < 0) return 0;
  const fromBelow = Math.min(complement, most - complement - 1);
  const ways = arrangements(few, many, Math.max(0, fromBelow));
  let count = 0n;
  if (fromBelow >= 0) for (const way of ways) count += way;
  const total = choose(few + many, few);
  return complement === fromBelow ? ratio(count, total) : ratio(total - count, total);
}

function arrangements(few: number, many: number, most: number): bigint[] {
  const ways = Array.from({ length: most + 1 }, () => 0n);
  ways[0] = 1n;
  for (let k = 1; k <= few; k++) {
    for (let u = most; u >= many + k; u--) ways[u] = (ways[u] as bigint) - (ways[u - many - k] as bigint);
    for (let u = k; u <= most; u++) ways[u] = (ways[u] as bigint) + (ways[u - k] as bigint);
  }
  return ways;
}

function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 1; i <= k; i++) result = (result * BigInt(n - k + i)) / BigInt(i);
  return result;
}

/** Of 0 <= part <= whole, which may lie beyond the range of float64: only the leading 1,000 bits of both count. */
function ratio(part: bigint, whole: bigint): number {
  const surplus = Math.max(0, whole.toString(2).length - 1000);
  return Number(part >> BigInt(surplus)) / Number(whole >> BigInt(surplus));
}
