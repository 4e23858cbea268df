import type { FeatureWords } from '../stream/pair.js';
import { keepBottomK } from './bottom-k.js';
import {
  addToValueLosses,
  cellsFromJson,
  cellsToJson,
  emptyValueLosses,
  valueLossesFromJson,
  valueLossesToJson,
  mergeValueLosses,
  type ValueLosses,
  type ValueLossesJson,
  type LossCellsJson,
} from './value-losses.js';
import { addCells, addToCell, emptyCells, type LossCells } from './loss-cells.js';
import { emptySlots, slotsOf, type SlotsByLayout } from './slots-by-layout.js';

/**
 * Where the joined rows of one pane went wrong, by feature: what "why" is told from. Only the features that rows carry
 * through the join are here; of more than `most` the same ones stay in every pane (`keepBottomK`). Panes of segments have
 * the total only.
 */
export interface LossesByFeature {
  /** How many features a row carries at most; panes of different limits merge to the smallest. */
  most: number;
  /** All rows, in one cell: what the bins of a feature that every row carries add up to. */
  total: LossCells;
  features: Map<string, ValueLosses>;
  /** A cache, no part of the value. */
  slots: SlotsByLayout<ValueLosses> | null;
}

/** How many features a row carries through the join, unless the configuration says otherwise. */
export const DEFAULT_JOINED_FEATURES = 64;

export function emptyLossesByFeature(most: number = Infinity): LossesByFeature {
  return { most, total: emptyCells(), features: new Map(), slots: null };
}

/** The key of the only cell of `total`. */
const TOTAL = 0;

/** Adds one row: to the total, and to the bin of its value in each feature that it carries. */
export function addLosses(
  all: LossesByFeature,
  features: FeatureWords | null,
  errors: number,
  loss: number,
): void {
  addToCell(all.total, TOTAL, 1, errors, loss);
  if (features === null || all.most === 0) return;
  const { names, words, at } = features;
  const own = slotsOf((all.slots ??= emptySlots()), names, all.features, emptyValueLosses, all.most);
  for (let i = 0; i < own.length; i++) {
    addToValueLosses(own[i] as ValueLosses, words[at + i] as number, errors, loss);
  }
}

export function mergeLossesByFeature(into: LossesByFeature, from: LossesByFeature): void {
  into.most = Math.min(into.most, from.most);
  addCells(into.total, from.total, (key) => key);
  // What is dropped below must not be found again by its layout.
  into.slots = null;
  for (const [name, bins] of from.features) {
    let own = into.features.get(name);
    if (own === undefined) into.features.set(name, (own = emptyValueLosses()));
    mergeValueLosses(own, bins);
  }
  keepBottomK(into.features, into.most);
}

/** JSON form, ordered by name. */
export interface LossesByFeatureJson {
  /** Absent: no limit. */
  readonly most?: number;
  readonly total: LossCellsJson;
  readonly features: Readonly<Record<string, ValueLossesJson>>;
}

export function lossesByFeatureToJson(all: LossesByFeature): LossesByFeatureJson {
  keepBottomK(all.features, all.most);
  return {
    ...(Number.isFinite(all.most) && { most: all.most }),
    total: cellsToJson(all.total),
    features: Object.fromEntries(
      [...all.features]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, bins]) => [name, valueLossesToJson(bins)]),
    ),
  };
}

export function lossesByFeatureFromJson({ most, total, features }: LossesByFeatureJson): LossesByFeature {
  return {
    most: most ?? Infinity,
    total: cellsFromJson(total),
    features: new Map(Object.entries(features).map(([name, bins]) => [name, valueLossesFromJson(bins)])),
    slots: null,
  };
}
