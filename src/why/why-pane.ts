import { sumValue } from '../aggregates/exact-sum.js';
import { LOSS_UNITS } from '../aggregates/value-losses.js';
import { sortedCells } from '../aggregates/loss-cells.js';
import type { LossesByFeature } from '../aggregates/losses-by-feature.js';
import { partsOf } from '../aggregates/segment-limits.js';
import type { BinnedLosses, RowsAndLoss } from './binned-losses.js';
import type { JoinedPane } from './joined-days.js';
import { inWhyBins, type WhyBins } from './why-bins.js';

/** What is kept of a pane for "why": small, plain JSON, in the bins of the reference. */
export interface WhyPane extends RowsAndLoss {
  /** Epoch ms, event time. */
  readonly start: number;
  readonly features: Readonly<Record<string, BinnedLosses>>;
  /** By dimension and value: rows, errors, loss in units of 2^-16. */
  readonly segments: Readonly<Record<string, Readonly<Record<string, SegmentLosses>>>>;
}

export type SegmentLosses = readonly [rows: number, errors: number, loss: number];

/** The values of a dimension of the segments that have a bin of their own, and those that the reference had besides. */
export interface WhyDimension {
  readonly values: readonly string[];
  readonly others: readonly string[];
}

/** What a pane is sorted into: `WhyReference` has it. */
export interface WhyLayout {
  readonly bins: Readonly<Record<string, WhyBins>>;
  readonly dimensions: Readonly<Record<string, WhyDimension>>;
}

/** Stands for the values of a dimension that have no bin of their own. */
export const OTHER_VALUES = 'other values';

/** A pane in the bins of the reference. Values of a segment that the reference never had keep their names. */
export function whyPaneOf({ bins, dimensions }: WhyLayout, { start, whole, segments }: JoinedPane): WhyPane {
  const total = totalRows(whole);
  const byDimension = new Map<string, Map<string, SegmentLosses>>();
  for (const [segment, pane] of segments) {
    const { name: dimension, value } = partsOf(segment);
    const known = dimensions[dimension];
    const name = known?.others.includes(value) ? OTHER_VALUES : value;
    let values = byDimension.get(dimension);
    if (!values) byDimension.set(dimension, (values = new Map()));
    const { rows, errors, loss } = totalRows(pane);
    const before = values.get(name) ?? [0, 0, 0];
    values.set(name, [before[0] + rows, before[1] + errors, before[2] + loss]);
  }
  return {
    start,
    ...total,
    features: Object.fromEntries(
      Object.entries(bins).map(([name, own]) => [name, inWhyBins(own, whole.features.get(name), total)]),
    ),
    segments: Object.fromEntries(
      [...byDimension].map(([dimension, values]) => [dimension, Object.fromEntries(values)]),
    ),
  };
}

/** All rows of a pane. */
export function totalRows({ total }: LossesByFeature): RowsAndLoss {
  const [cell] = sortedCells(total);
  return {
    rows: cell?.rows ?? 0,
    errors: cell?.errors ?? 0,
    loss: cell ? LOSS_UNITS * sumValue(cell.loss) : 0,
  };
}
