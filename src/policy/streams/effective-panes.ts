import type { EvidencePane } from '../../../detectors/pane.js';

/**
 * What a sample says is weighed as the rows that it is worth, not as the rows that it stands for: n estimated rows count as
 * n / `effect` of them, to the nearest whole. Rates, means and shares stay what they are, but for that rounding.
 *
 * @param effect of `designEffect`; 1 changes nothing
 */
export function effectivePanes<Pane extends EvidencePane>(panes: readonly Pane[], effect: number): Pane[] {
  if (effect === 1) return [...panes];
  return panes.map((pane): Pane => {
    const rows = (count: number) => Math.round(count / effect);
    switch (pane.kind) {
      case 'distribution': {
        const counts = pane.counts.map(rows);
        return { ...pane, counts, n: counts.reduce((sum, count) => sum + count, 0) };
      }
      case 'rate':
        return { ...pane, n: rows(pane.n), errors: rows(pane.errors) };
      case 'mean': {
        const n = rows(pane.n);
        const part = pane.n === 0 ? 0 : n / pane.n;
        return { ...pane, n, sum: pane.sum * part, sumSquares: pane.sumSquares * part };
      }
    }
  });
}
