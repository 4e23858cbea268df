/**
 * Area under the ROC curve: the probability that a row with outcome 1 scores above a row with outcome 0, ties half.
 * Exact, by ranks (Mann-Whitney); O(n log n).
 * @returns undefined when only one outcome occurs
 */
export function areaUnderCurve(
  scores: Float32Array | Float64Array,
  outcomes: Float64Array,
): number | undefined {
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row);
  order.sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let ones = 0;
  let rankSum = 0;
  for (let first = 0; first < order.length;) {
    let next = first;
    let onesHere = 0;
    while (next < order.length && scores[order[next] as number] === scores[order[first] as number]) {
      onesHere += outcomes[order[next] as number] as number;
      next++;
    }
    rankSum += onesHere * ((first + 1 + next) / 2);
    ones += onesHere;
    first = next;
  }
  const zeros = order.length - ones;
  if (ones === 0 || zeros === 0) return undefined;
  return (rankSum - (ones * (ones + 1)) / 2) / (ones * zeros);
}
