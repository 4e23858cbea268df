/**
 * Which streams an alarm used up: the fewest that reach the budget together, and all that reach it alone. Together they
 * hold at least the budget, which is what the bound on false alarms asks an alarm to take out.
 *
 * @param weights and @param sums by stream
 * @returns their indices; all, where even all do not reach the budget
 */
export function carriersOf(weights: readonly number[], sums: readonly number[], budget: number): number[] {
  const parts = sums.map((sum, index) => ({ index, sum, part: (weights[index] ?? 0) * sum }));
  let held = 0;
  return parts
    .sort((a, b) => b.part - a.part || a.index - b.index)
    .filter(({ sum, part }) => {
      const isNeeded = held < budget;
      held += part;
      return isNeeded || sum >= budget;
    })
    .map(({ index }) => index);
}
