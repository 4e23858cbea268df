import type { Found } from '../flights/injections.js';
import { figure } from './figures.js';
import { median } from './statistics.js';
import { lineChart } from './svg/line-chart.js';

export interface Delayed {
  readonly name: string;
  readonly stream: string;
  /** Per cent of the rows, or points of the rate. */
  readonly size: number;
  readonly found: readonly Found[];
}

/** Delay of the evidence by the size of the change. */
export function injectedPicture(delays: readonly Delayed[]): string {
  const kinds = new Map<string, (readonly [number, number])[]>();
  for (const { name, stream, size, found } of delays) {
    const kind = name.includes('every bin')
      ? `${stream}, one bin on`
      : name.includes('points')
        ? 'late, points'
        : `${stream}, to the last bin`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), [size, median(found.map(({ evidence }) => evidence))]]);
  }
  const series = [...kinds].map(([name, points]) => ({ name, points }));
  return lineChart({
    title: 'Days until the evidence reaches its budget, by the size of the change',
    description: series
      .map(({ name, points }) => `${name}: ${points.map(([x, y]) => `${x}: ${figure(y)} days`).join(', ')}`)
      .join('; '),
    x: {
      label: 'per cent of the rows that move; points that the late share rises',
      values: [2.5, 120],
      ticks: [3, 5, 10, 20, 30, 100],
    },
    y: { label: 'days, median of five injections', most: 20, never: 'more' },
    series,
  });
}
