import type { WhyPane } from './why-pane.js';

/** A pane of the reference, and how much each of its rows counts. */
export interface WeightedPane {
  readonly pane: WhyPane;
  readonly weight: number;
}

const WEEK = 7 * 86_400_000;

/**
 * The reference as it would have been in the present's mix of slots of the week: each pane of now is held against the panes
 * of the same hours of the same weekday (against all where there is none), so that a Sunday is not explained by being one.
 * Weights average 1 over the rows.
 */
export function likeWithLike(reference: readonly WhyPane[], now: readonly WhyPane[]): WeightedPane[] {
  const filled = reference.filter(({ rows }) => rows > 0);
  const weights = new Map<WhyPane, number>();
  for (const { start, rows } of now) {
    const same = filled.filter((pane) => (pane.start - start) % WEEK === 0);
    const matched = same.length > 0 ? same : filled;
    const size = matched.reduce((sum, pane) => sum + pane.rows, 0);
    for (const pane of matched) weights.set(pane, (weights.get(pane) ?? 0) + rows / size);
  }
  const used = [...weights].filter(([, weight]) => weight > 0);
  const rows = used.reduce((sum, [pane]) => sum + pane.rows, 0);
  const weighted = used.reduce((sum, [pane, weight]) => sum + weight * pane.rows, 0);
  return used
    .map(([pane, weight]) => ({ pane, weight: (weight * rows) / weighted }))
    .sort((a, b) => a.pane.start - b.pane.start);
}
