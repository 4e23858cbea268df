/** The panes of streams at the rim of the library: a wrong total must be told, never read as "nothing happened". */
import type { EvidencePane } from './pane.js';

/**
 * @param scales widths in milliseconds that the reference has panes of
 * @throws TypeError when it is no pane; @throws RangeError when a total is impossible or the width is another
 */
export function checkEvidencePane(detector: string, pane: EvidencePane, scales: readonly number[]): void {
  const { kind, stream, scale, start, n } = pane;
  const where = `${detector}: pane of ${stream} at ${start}`;
  if (typeof stream !== 'string' || !['distribution', 'rate', 'mean'].includes(kind)) {
    throw new TypeError(
      `${detector} takes panes { kind: distribution, rate or mean, stream, scale, start, n, ... }, got kind ${kind} of stream ${stream}`,
    );
  }
  if (!scales.includes(scale)) {
    throw new RangeError(
      `${where}: scale ${scale} is none of the reference's (${scales.join(', ')}); give scales to calibrate`,
    );
  }
  if (!Number.isFinite(start) || !Number.isSafeInteger(n) || n < 0) {
    throw new RangeError(`${where}: start must be a time and n an integer from 0, got n ${n}`);
  }
  const wrong = wrongTotal(pane);
  if (wrong !== null) throw new RangeError(`${where}: ${wrong}`);
}

function wrongTotal(pane: EvidencePane): string | null {
  switch (pane.kind) {
    case 'rate':
      return pane.errors >= 0 && pane.errors <= pane.n ? null : `errors ${pane.errors} of ${pane.n} rows`;
    case 'mean':
      return Number.isFinite(pane.sum) && pane.sumSquares >= 0 && pane.sumSquares < Infinity
        ? null
        : `sum ${pane.sum} and sumSquares ${pane.sumSquares}`;
    case 'distribution':
      return pane.counts.every((count) => count >= 0 && count <= pane.n)
        ? null
        : `counts ${pane.counts.join(', ')} of ${pane.n} rows`;
  }
}
