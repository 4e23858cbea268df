import type { EvidencePane } from '../../detectors/pane.js';
import type { Reference } from '../policy/reference.js';

/** How a metric was on the days of a reference: from its 5th to its 95th percentile, and in the middle. */
export interface Band {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** By name of the metric, as the metrics of a day have it. */
export type Bands = Readonly<Record<string, Band>>;

const DAY = 86_400_000;
/** Fewer days say nothing of what is usual. */
const LEAST_DAYS = 7;

const METRICS: Readonly<Record<string, { readonly metric: string; readonly of: (mean: number) => number }>> =
  {
    errors: { metric: 'accuracy', of: (rate) => 1 - rate },
    'log-loss': { metric: 'logLoss', of: (mean) => mean },
    'ndcg-loss': { metric: 'ndcgAt10', of: (mean) => 1 - mean },
    'not-taken': { metric: 'takeRate', of: (rate) => 1 - rate },
    'absolute-error': { metric: 'mae', of: (mean) => mean },
  };

export function bandsOf({ performance }: Pick<Reference, 'performance'>): Bands {
  const bands: Record<string, Band> = {};
  for (const [stream, { metric, of }] of Object.entries(METRICS)) {
    const days = performance
      .filter((pane) => pane.stream === stream && pane.scale === DAY && pane.n > 0)
      .map((pane) => of(meanOf(pane)))
      .sort((a, b) => a - b);
    if (days.length < LEAST_DAYS) continue;
    bands[metric] = { low: at(days, 0.05), middle: at(days, 0.5), high: at(days, 0.95) };
  }
  return bands;
}

function meanOf(pane: EvidencePane): number {
  return pane.kind === 'rate' ? pane.errors / pane.n : pane.kind === 'mean' ? pane.sum / pane.n : 0;
}

/** Between the two nearest ones. */
function at(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
}
