import type { EvidencePane } from '../../detectors/pane.js';
import { unseenBins, type Bins } from '../../src/policy/bins.js';
import type { Effect } from './effect.js';
import { totalCounts } from './pane-totals.js';

/** So few rows tell whether they are of what was seen before, and nothing finer. */
const LEAST_ROWS = 20;
/** Most rows are elsewhere; nearly all are. */
const FLOOR_POINTS = 50;
const SEVERE_POINTS = 80;

/**
 * What a handful of rows can tell of a feature: by how many points more of them are beyond all that the reference has seen.
 * @returns null below 20 rows
 */
export function unseenEffect(
  recent: readonly EvidencePane[],
  reference: readonly EvidencePane[],
  bins: Bins,
): Effect | null {
  const [now, then] = [shareOf(recent, bins), shareOf(reference, bins)];
  if (now.rows < LEAST_ROWS || then.rows === 0) return null;
  return {
    name: 'points',
    value: 100 * (now.share - then.share),
    floor: FLOOR_POINTS,
    severe: SEVERE_POINTS,
    reference: then.share,
    now: now.share,
  };
}

function shareOf(panes: readonly EvidencePane[], bins: Bins): { rows: number; share: number } {
  const counts = totalCounts(panes);
  const rows = counts.reduce((sum, n) => sum + n, 0);
  const unseen = unseenBins(bins).reduce((sum, bin) => sum + (counts[bin] ?? 0), 0);
  return { rows, share: rows === 0 ? 0 : unseen / rows };
}
