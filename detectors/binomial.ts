import { incompleteBeta } from './incomplete-beta.js';

/** P(X >= k) for X ~ Binomial(n, p): I(p; k, n-k+1). */
export function binomialTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (p <= 0) return 0;
  if (p >= 1) return k <= n ? 1 : 0;
  if (k > n) return 0;
  return incompleteBeta(p, 1 - p, k, n - k + 1);
}

/** Exact 95% interval (Clopper-Pearson) of a probability after k hits in n trials. */
export function binomialInterval(k: number, n: number): [low: number, high: number] {
  const low = k <= 0 ? 0 : solve((p) => binomialTail(k, n, p) - 0.025);
  const high = k >= n ? 1 : solve((p) => binomialTail(k + 1, n, p) - 0.975);
  return [low, high];
}

function solve(increasing: (p: number) => number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (increasing(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
