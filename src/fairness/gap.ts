import type { Random } from '../../detectors/random.js';
import type { GroupRate } from './group-rate.js';
import type { Interval, NoInterval } from './interval.js';
import { simultaneousCritical, varianceOf, type Contrast } from './max-t.js';
import type { RateName } from './rates.js';
import { spreadOfRates, type Scale } from './spread-of-rates.js';

/** How far apart the groups are, at most: the figure of fairlearn's `between_groups`. */
export interface KnownGap {
  /** Highest rate - lowest (0: alike), or lowest / highest (1: alike). */
  readonly value: number;
  /** The rate that is furthest apart, and the groups where it is. */
  readonly rate: RateName;
  readonly lowest: string;
  readonly highest: string;
  readonly interval: Interval | NoInterval;
  readonly reason?: undefined;
}

/** A gap, or why there is none. */
export type Gap = KnownGap | { readonly value: null; readonly reason: string };

/**
 * The widest gap of some rates between any two groups. Its interval is the widest of the intervals of all pairs, which
 * hold together: choosing the worst pair after looking costs nothing more.
 *
 * @param byRate  the groups' values of each rate that the criterion compares
 */
export function widestGap(
  byRate: readonly (readonly GroupRate[])[],
  scale: Scale,
  confidence: number,
  random: Random,
): Gap {
  const compared = byRate.filter((groups) => groups.length >= 2);
  if (compared.length === 0) return { value: null, reason: 'fewer than two groups have enough rows' };
  if (scale === 'ratio' && compared.flat().some(({ rate }) => rate === 'calibration')) {
    return { value: null, reason: 'calibration is signed: it has a difference and no ratio' };
  }
  const gaps = compared.map((groups) => gapOf(groups, scale)).filter((gap) => gap !== undefined);
  const [worst] = gaps.sort((a, b) => (scale === 'ratio' ? a.value - b.value : b.value - a.value));
  if (worst === undefined) return { value: null, reason: 'the rate is 0 in every group' };
  return { ...worst, interval: intervalOf(compared, scale, confidence, random) };
}

/** Undefined for a ratio of 0 and 0. */
function gapOf(groups: readonly GroupRate[], scale: Scale): Omit<KnownGap, 'interval'> | undefined {
  const sorted = [...groups].sort((a, b) => a.value - b.value);
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  if (lowest === undefined || highest === undefined) return undefined;
  if (scale === 'ratio' && highest.value === 0) return undefined;
  const value = scale === 'ratio' ? lowest.value / highest.value : highest.value - lowest.value;
  return { value, rate: lowest.rate, lowest: lowest.group, highest: highest.group };
}

function intervalOf(
  compared: readonly (readonly GroupRate[])[],
  scale: Scale,
  confidence: number,
  random: Random,
): Interval | NoInterval {
  const rates = compared.flat();
  const spread = spreadOfRates(rates, scale);
  if ('reason' in spread) return spread;
  const pairs = pairsOf(rates);
  const critical = simultaneousCritical(spread, pairs, confidence, random);
  // Of the absolute differences on the scale: at least so far apart, and at most.
  let [least, most] = [0, 0];
  for (const pair of pairs) {
    const [a, b] = [rates[pair.plus], rates[pair.minus]];
    if (a === undefined || b === undefined) continue;
    const apart = Math.abs(scale === 'ratio' ? a.log - b.log : a.value - b.value);
    const margin = critical * Math.sqrt(varianceOf(spread, pair));
    least = Math.max(least, apart - margin);
    most = Math.max(most, apart + margin);
  }
  if (scale === 'difference') {
    const furthest = rates.some(({ rate }) => rate === 'calibration') ? 2 : 1;
    return { low: least, high: Math.min(furthest, most) };
  }
  // A rate without hits may be 0: then nothing bounds the ratio from below.
  const empty = rates.some(({ value }) => value === 0);
  return { low: empty ? 0 : Math.exp(-most), high: Math.exp(-least) };
}

/** Groups are compared within a rate only. */
function pairsOf(rates: readonly GroupRate[]): (Contrast & { readonly minus: number })[] {
  return rates.flatMap(({ rate }, plus) =>
    rates.flatMap((other, minus) => (minus < plus && other.rate === rate ? [{ plus, minus }] : [])),
  );
}
