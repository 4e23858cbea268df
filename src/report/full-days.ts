import type { MetricsRecord } from '../records/feed.js';

/** Part of the usual rows of a day, below which it is none to draw: the last outcomes that trickle in after the end. */
const LEAST_SHARE = 0.1;

/**
 * Days with rows enough to stand beside the others: of six outcomes where there are a thousand on a usual day, accuracy is
 * whatever it is, would be the headline of a history that ends with them, and the scale of its chart.
 *
 * @example fullDays([{ n: 6 }, { n: 900 }, { n: 1000 }]); // [{ n: 900 }, { n: 1000 }]
 */
export function fullDays<Day extends Pick<MetricsRecord, 'n'>>(days: readonly Day[]): readonly Day[] {
  const counts = days.map(({ n }) => n).sort((a, b) => a - b);
  const usual = counts[Math.floor(counts.length / 2)] ?? 0;
  return days.filter(({ n }) => n >= LEAST_SHARE * usual);
}
