/** A running total that a client was shown, and when (epoch ms). Totals never fall. */
export interface TotalShown {
  readonly at: number;
  readonly total: number;
}

/**
 * How long after its append each record was part of the total that a client saw: the k-th record to be appended, counted
 * over all partitions, until the first total of at least k. Partitions go at their own pace, so single records may have
 * waited longer or shorter; their mean is this one's (Little's law).
 *
 * @param appendedAt epoch ms, in any order
 * @returns for each record that was shown, by time of append; ms. O(n log n)
 */
export function delaysOf(
  appendedAt: Float64Array,
  shown: readonly TotalShown[],
): readonly { readonly appendedAt: number; readonly delay: number }[] {
  const delays: { appendedAt: number; delay: number }[] = [];
  const inOrder = appendedAt.toSorted();
  let k = 0;
  for (const { at, total } of shown) {
    for (; k < total && k < inOrder.length; k++) {
      const appended = inOrder[k] as number;
      delays.push({ appendedAt: appended, delay: at - appended });
    }
  }
  return delays;
}
