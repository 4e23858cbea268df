import type { Random } from '../../detectors/random.js';
import type { GroupRate } from './group-rate.js';
import type { Interval, NoInterval } from './interval.js';
import { simultaneousCritical, varianceOf } from './max-t.js';
import { spreadOfRates } from './spread-of-rates.js';

/** An interval for each rate, all of which hold the truth together with the given confidence. */
export function rateIntervals(
  rates: readonly GroupRate[],
  confidence: number,
  random: Random,
): (Interval | NoInterval)[] {
  if (rates.length === 0) return [];
  const spread = spreadOfRates(rates, 'difference');
  if ('reason' in spread) return rates.map(() => spread);
  const alone = rates.map((_, index) => ({ plus: index, minus: null }));
  const critical = simultaneousCritical(spread, alone, confidence, random);
  return rates.map(({ rate, value }, index) => {
    const margin = critical * Math.sqrt(varianceOf(spread, { plus: index, minus: null }));
    const least = rate === 'calibration' ? -1 : 0;
    return { low: Math.max(least, value - margin), high: Math.min(1, value + margin) };
  });
}
