/** Panes of one stream, added up. */
import type { EvidencePane } from '../../detectors/pane.js';

export function totalCounts(panes: readonly EvidencePane[]): number[] {
  const total: number[] = [];
  for (const pane of panes) {
    if (pane.kind !== 'distribution') continue;
    pane.counts.forEach((count, i) => {
      total[i] = (total[i] ?? 0) + count;
    });
  }
  return total;
}

export function meanOf(panes: readonly EvidencePane[]): number | null {
  let n = 0;
  let total = 0;
  for (const pane of panes) {
    n += pane.n;
    total += pane.kind === 'rate' ? pane.errors : pane.kind === 'mean' ? pane.sum : 0;
  }
  return n === 0 ? null : total / n;
}
