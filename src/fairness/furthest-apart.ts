import type { RateName } from './rates.js';

/** A rate of one group, by its value. */
export interface RateValue {
  readonly rate: RateName;
  readonly group: string;
  readonly value: number;
}

/** The two groups of one rate that are furthest apart. */
export interface FurthestApart<Rate extends RateValue> {
  /** Highest rate - lowest. */
  readonly gap: number;
  readonly lowest: Rate;
  readonly highest: Rate;
}

/** The widest gap between two groups; groups are compared within a rate only. null: no rate has two groups. */
export function furthestApart<Rate extends RateValue>(rates: readonly Rate[]): FurthestApart<Rate> | null {
  let worst: FurthestApart<Rate> | null = null;
  for (const rate of new Set(rates.map((one) => one.rate))) {
    const groups = rates
      .filter((one) => one.rate === rate)
      .sort((a, b) => a.value - b.value || (a.group < b.group ? -1 : 1));
    const [lowest, highest] = [groups[0], groups.at(-1)];
    if (lowest === undefined || highest === undefined || lowest === highest) continue;
    const gap = highest.value - lowest.value;
    if (worst === null || gap > worst.gap) worst = { gap, lowest, highest };
  }
  return worst;
}
