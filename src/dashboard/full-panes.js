// @ts-check
/** Which panes have rows enough to stand beside the others: of six outcomes accuracy is whatever it is. */

/** Part of the usual rows of a pane, below which it is none to draw. */
const LEAST_SHARE = 0.1;

/**
 * Panes with rows enough. The last outcomes that trickle in would be the headline of a history that ends with them, the first
 * ones of a day that of the day, and both the scale of a chart.
 * @template {{ readonly n: number }} Pane
 * @param {readonly Pane[]} panes
 * @returns {readonly Pane[]}
 * @example fullPanes([{ n: 6 }, { n: 900 }, { n: 1000 }]); // [{ n: 900 }, { n: 1000 }]
 */
export function fullPanes(panes) {
  const least = leastRows(panes);
  return panes.filter(({ n }) => n >= least);
}

/**
 * @param {readonly { readonly n: number }[]} panes
 * @returns {number} rows from which on a pane stands beside these; 0 where there are none to stand beside
 */
export function leastRows(panes) {
  const counts = panes.map(({ n }) => n).sort((a, b) => a - b);
  return LEAST_SHARE * (counts[Math.floor(counts.length / 2)] ?? 0);
}
