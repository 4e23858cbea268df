/**
 * Two histograms over the same bins, and their shares. Counts of one stream align by index; a shorter array has
 * zeros at its end.
 */
export type Counts = readonly number[];

export function totalOf(counts: Counts): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}

/** @throws RangeError for a histogram without rows: it has no shares */
export function sharesOf(counts: Counts, bins: number, name: string): number[] {
  const total = totalOf(counts);
  if (!(total > 0)) throw new RangeError(`${name} has no rows: compare only panes with at least one`);
  return Array.from({ length: bins }, (_, bin) => (counts[bin] ?? 0) / total);
}

/**
 * Merges neighbouring bins until each holds at least `least` expected rows of the smaller side under the pooled
 * shares; rare bins would otherwise make noise look like distance. A bin in which the smaller side has thrice as many rows
 * stands by itself whatever was expected there: against a long reference, a value that was never seen before is expected
 * hardly at all, and merged into its neighbour it would be no distance. (Chance fills a bin of 5 expected rows with 15 once
 * in 4,000 times.)
 * @example JSON.stringify(mergeRareBins([50, 3, 2, 40], [60, 2, 4, 30])); // {"now":[50,5,40],"reference":[60,6,30]}
 */
export function mergeRareBins(
  now: Counts,
  reference: Counts,
  least = 5,
): { now: number[]; reference: number[] } {
  const bins = Math.max(now.length, reference.length);
  const [n, m] = [totalOf(now), totalOf(reference)];
  const smaller = n + m > 0 ? Math.min(n, m) / (n + m) : 0;
  const crowd = 3 * least;
  const merged = { now: [] as number[], reference: [] as number[] };
  let [here, there] = [0, 0];
  for (let bin = 0; bin < bins; bin++) {
    here += now[bin] ?? 0;
    there += reference[bin] ?? 0;
    if ((here + there) * smaller < least && (n <= m ? here : there) < crowd) continue;
    merged.now.push(here);
    merged.reference.push(there);
    [here, there] = [0, 0];
  }
  if (here + there > 0) {
    const last = merged.now.length - 1;
    if (last < 0) return { now: [here], reference: [there] };
    merged.now[last] = (merged.now[last] ?? 0) + here;
    merged.reference[last] = (merged.reference[last] ?? 0) + there;
  }
  return merged;
}
