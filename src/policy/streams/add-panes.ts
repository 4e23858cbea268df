/** Wider panes are sums of narrower ones: in the reference and live alike. */
import type { EvidencePane } from '../../../detectors/pane.js';

/** Panes of one width, by stream; the wide pane that is being added up begins at `start`. */
export type PanesByStream = Map<string, EvidencePane>;

/**
 * Adds one pane to the wide one of its stream. Panes come in the order of their start: sums are of floating point.
 * @param wide where the wide pane begins, and its width
 */
export function addPane(
  into: PanesByStream,
  pane: EvidencePane,
  { start, scale }: Pick<EvidencePane, 'start' | 'scale'>,
): void {
  const known = into.get(pane.stream);
  into.set(pane.stream, known ? sumOf(known, pane) : { ...pane, scale, start });
}

function sumOf(a: EvidencePane, b: EvidencePane): EvidencePane {
  const n = a.n + b.n;
  if (a.kind === 'distribution' && b.kind === 'distribution') {
    return { ...a, n, counts: a.counts.map((count, bin) => count + (b.counts[bin] ?? 0)) };
  }
  if (a.kind === 'rate' && b.kind === 'rate') return { ...a, n, errors: a.errors + b.errors };
  if (a.kind === 'mean' && b.kind === 'mean') {
    return { ...a, n, sum: a.sum + b.sum, sumSquares: a.sumSquares + b.sumSquares };
  }
  // A model that answered with labels and now with numbers has another metric: the first kind stands for this pane.
  return a;
}
