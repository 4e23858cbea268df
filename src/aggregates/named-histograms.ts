import type { NumbersByName } from '../events/rows/row.js';
import { keepBottomK } from './bottom-k.js';
import {
  addToHistogram,
  emptyHistogram,
  histogramFromJson,
  histogramToJson,
  mergeHistogram,
  type NumericHistogram,
  type NumericHistogramJson,
} from './numeric-histogram.js';
import { slotsOf, type SlotsByLayout } from './slots-by-layout.js';

/** Histograms by name, of at most so many names: whatever more there are, the same ones stay (`keepBottomK`). */
export const MAX_VALUE_NAMES = 32;

export type NamedHistograms = Map<string, NumericHistogram>;

export function addNumbers(
  histograms: NamedHistograms,
  slots: SlotsByLayout<NumericHistogram>,
  { names, values }: NumbersByName,
): void {
  const own = slotsOf(slots, names, histograms, emptyHistogram, MAX_VALUE_NAMES);
  for (let i = 0; i < own.length; i++) addToHistogram(own[i] as NumericHistogram, values[i] as number);
}

export function mergeNamedHistograms(
  into: NamedHistograms,
  from: ReadonlyMap<string, NumericHistogram>,
): void {
  for (const [name, h] of from) {
    let own = into.get(name);
    if (own === undefined) into.set(name, (own = emptyHistogram()));
    mergeHistogram(own, h);
  }
  keepBottomK(into, MAX_VALUE_NAMES);
}

/** JSON form, ordered by name. */
export function namedHistogramsToJson(histograms: NamedHistograms): Record<string, NumericHistogramJson> {
  keepBottomK(histograms, MAX_VALUE_NAMES);
  return Object.fromEntries(
    [...histograms].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, h]) => [name, histogramToJson(h)]),
  );
}

export function namedHistogramsFromJson(
  json: Readonly<Record<string, NumericHistogramJson>>,
): NamedHistograms {
  return new Map(Object.entries(json).map(([name, h]) => [name, histogramFromJson(h)]));
}
