import { emptyValueLosses, mergeValueLosses, type ValueLosses } from '../aggregates/value-losses.js';
import type { JoinedPane } from './joined-days.js';
import { partsOf } from '../aggregates/segment-limits.js';
import { whyBinsOf, type WhyBins } from './why-bins.js';
import { totalRows, whyPaneOf, type WhyDimension, type WhyLayout, type WhyPane } from './why-pane.js';

/**
 * What "why" holds a change against: the reference's own panes, small, in bins made from all of them. Single panes are kept,
 * because how much a bin moves from pane to pane anyway decides whether its move explains anything. Plain JSON.
 */
export interface WhyReference extends WhyLayout {
  readonly v: 1;
  /** Width of the panes, ms; those of now must have the same. */
  readonly width: number;
  readonly panes: readonly WhyPane[];
}

export interface WhyReferenceOptions {
  /** Width of the panes, ms. */
  readonly width: number;
  /** Name of a category of a feature by its hash bucket, where it is known. */
  readonly nameOf: (feature: string, bucket: number) => string | undefined;
}

/** Dimensions of segments, and values in each, with bins of their own: those with the most rows. */
const MOST_DIMENSIONS = 8;
const MOST_VALUES = 20;

/** @param panes of the reference's weeks; a pane without joined rows says nothing and is left out */
export function whyReferenceOf(
  panes: readonly JoinedPane[],
  { width, nameOf }: WhyReferenceOptions,
): WhyReference {
  const filled = panes.filter(({ whole }) => totalRows(whole).rows > 0);
  const layout: WhyLayout = { bins: binsOf(filled, nameOf), dimensions: dimensionsOf(filled) };
  return {
    v: 1,
    width,
    ...layout,
    panes: filled
      .toSorted((a, b) => a.start - b.start)
      .map((pane) => whyPaneOf(layout, { ...pane, segments: ownDimensions(pane, layout) })),
  };
}

function binsOf(
  panes: readonly JoinedPane[],
  nameOf: WhyReferenceOptions['nameOf'],
): Record<string, WhyBins> {
  const merged = new Map<string, ValueLosses>();
  for (const { whole } of panes) {
    for (const [name, bins] of whole.features) {
      let own = merged.get(name);
      if (!own) merged.set(name, (own = emptyValueLosses()));
      mergeValueLosses(own, bins);
    }
  }
  return Object.fromEntries(
    [...merged]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, own]) => {
        const bins = whyBinsOf(own, (bucket) => nameOf(name, bucket));
        return bins ? [[name, bins] as const] : [];
      }),
  );
}

function dimensionsOf(panes: readonly JoinedPane[]): Record<string, WhyDimension> {
  const rows = new Map<string, Map<string, number>>();
  for (const { segments } of panes) {
    for (const [segment, pane] of segments) {
      const { name: dimension, value } = partsOf(segment);
      let values = rows.get(dimension);
      if (!values) rows.set(dimension, (values = new Map()));
      values.set(value, (values.get(value) ?? 0) + totalRows(pane).rows);
    }
  }
  return Object.fromEntries(
    [...rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, MOST_DIMENSIONS)
      .map(([dimension, values]) => {
        const ranked = [...values]
          .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
          .map(([value]) => value);
        return [
          dimension,
          { values: ranked.slice(0, MOST_VALUES).sort(), others: ranked.slice(MOST_VALUES).sort() },
        ];
      }),
  );
}

function ownDimensions({ segments }: JoinedPane, { dimensions }: WhyLayout): JoinedPane['segments'] {
  return new Map([...segments].filter(([segment]) => Object.hasOwn(dimensions, partsOf(segment).name)));
}
