import type { FeatureCountsJson } from '../aggregates/feature-counts.js';
import type { PredictionPaneJson } from '../aggregates/prediction-pane.js';

/** Rows of a feature on one day: without a value, with a number, with a text. */
export interface DayOfQuality {
  missing: number;
  numbers: number;
  texts: number;
}

/** By feature, then by day (its start, epoch ms). */
export type QualityByDay = Map<string, Map<number, DayOfQuality>>;

export function addDayOfQuality(quality: QualityByDay, day: number, pane: PredictionPaneJson): void {
  for (const [name, feature] of Object.entries(pane.features)) {
    let days = quality.get(name);
    if (!days) quality.set(name, (days = new Map()));
    let own = days.get(day);
    if (!own) days.set(day, (own = { missing: 0, numbers: 0, texts: 0 }));
    own.missing += missingIn(feature);
    own.numbers += feature.h?.n ?? 0;
    own.texts += textsIn(feature);
  }
}

function missingIn({ m = 0, h }: FeatureCountsJson): number {
  return (h?.odd ?? []).reduce((sum, n) => sum + n, m);
}

function textsIn({ c }: FeatureCountsJson): number {
  return (c ?? []).reduce((sum, [, n]) => sum + n, 0);
}

/** Share of a day's rows without a value; null on a day without rows. */
export function missingShare({ missing, numbers, texts }: DayOfQuality): number | null {
  const rows = missing + numbers + texts;
  return rows === 0 ? null : missing / rows;
}
