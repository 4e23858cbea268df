import type { LossColumns } from '../../../src/why/row-losses.js';
import { randomOf } from './arbitrary.js';

export const FEATURES = [
  { feature: 'origin', labels: ['ATL', 'DFW', 'JFK', 'LAX', 'ORD', 'SEA'] },
  { feature: 'distance', labels: ['0 to 300', '300 to 900', '900 to 1500', '1500 and more'] },
  { feature: 'hour', labels: ['night', 'morning', 'noon', 'evening'] },
] as const;
export const [ORIGIN, DISTANCE, HOUR] = [0, 1, 2] as const;
export const ORD = 4;
export const LONG = 3;

export interface Change {
  /** Added to the error rate of flights out of ORD. */
  readonly ord?: number;
  /** Factor of the share of the longest flights. */
  readonly long?: number;
  /** Added to everybody's error rate. */
  readonly all?: number;
}

/** Daily panes of 2,000 flights whose error rate has bad days: a third of its variance is between days. */
export function flights(
  seed: number,
  days: number,
  { ord = 0, long = 1, all = 0 }: Change = {},
): LossColumns {
  const random = randomOf(seed);
  const [panes, losses] = [[] as number[], [] as number[]];
  const bins: [number[], number[], number[]] = [[], [], []];
  for (let day = 0; day < days; day++) {
    const badDay = 0.03 * (random() + random() - 1);
    for (let i = 0; i < 2000; i++) {
      const origin = Math.floor(6 * random());
      const distance = random() < 0.1 * long ? LONG : Math.floor(3 * random());
      const rate = 0.1 + badDay + all + (distance === LONG ? 0.15 : 0) + (origin === ORD ? ord : 0);
      panes.push(day);
      losses.push(random() < rate ? 1 : 0);
      bins[ORIGIN].push(origin);
      bins[DISTANCE].push(distance);
      bins[HOUR].push(Math.floor(4 * random()));
    }
  }
  return { panes, losses, bins };
}
