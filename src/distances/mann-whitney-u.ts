import { exactMannWhitneyTail } from './distributions/mann-whitney.js';
import { normalTail } from './distributions/upper-tails.js';
import { midranks } from './midranks.js';
import { checkedSample, sorted } from './sample.js';
import type { TestMethod, TestResult } from './test-result.js';

/**
 * Mann-Whitney U (Wilcoxon rank sum), two-sided: `statistic` is the number of pairs in which the value of `now` is
 * larger, ties counting one half; divided by n m it is the chance of that (a ROC AUC). Sensitive to shifts of location
 * only. Exact `p` counts all arrangements; the asymptotic one is normal, corrected for ties and continuity. `auto` is
 * exact when a side has at most 8 values and none are equal. Without any change U is n m / 2 on average, without bias.
 * O((n + m) log(n + m)); exact: O(n^2 m) for the smaller n.
 *
 * @throws RangeError for an empty sample, a value that is not finite, or `exact` with equal values
 * @example mannWhitneyU([3, 4, 5], [1, 2]).statistic; // 6
 */
export function mannWhitneyU(
  now: readonly number[],
  reference: readonly number[],
  options: { readonly method?: TestMethod } = {},
): TestResult {
  checkedSample(now, 'now');
  checkedSample(reference, 'reference');
  const [n, m] = [now.length, reference.length];
  const ranks = midranks(sorted(now), sorted(reference));
  let rankSum = 0;
  for (const rank of ranks.first) rankSum += rank;
  const statistic = rankSum - (n * (n + 1)) / 2;
  const larger = Math.max(statistic, n * m - statistic);
  const wish = options.method ?? 'auto';
  if (wish === 'exact' && ranks.ties > 0) {
    throw new RangeError(
      'there are equal values: the exact distribution knows none, take method "asymptotic"',
    );
  }
  const method = wish === 'auto' ? (Math.min(n, m) <= 8 && ranks.ties === 0 ? 'exact' : 'asymptotic') : wish;
  const tail =
    method === 'exact' ? exactMannWhitneyTail(larger, n, m) : asymptoticTail(larger, n, m, ranks.ties);
  return { statistic, p: Math.min(1, 2 * tail), method };
}

function asymptoticTail(u: number, n: number, m: number, ties: number): number {
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  // All values are equal: no arrangement differs from another.
  if (!(variance > 0)) return 1;
  return normalTail((u - (n * m) / 2 - 0.5) / Math.sqrt(variance));
}
