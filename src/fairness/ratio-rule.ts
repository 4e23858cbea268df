import type { Gap } from './gap.js';

/** Whether the groups' ratio is as near to 1 as a rule wants it. */
export type RuleVerdict = {
  /** `violated` only if the whole interval is below the rule, `met` only if none of it is. */
  readonly verdict: 'violated' | 'met' | 'undecided';
  readonly least: number;
  /** In words for the reader of a dashboard. */
  readonly reason: string;
};

/** Four fifths: US Uniform Guidelines on Employee Selection Procedures, 1978, section 4 D. */
export const FOUR_FIFTHS = 0.8;

/**
 * The four-fifths rule: the lowest rate is at least .8 of the highest. A ratio below .8 that chance could have made violates
 * nothing.
 *
 * @param ratio  `fairness(...).ratio`
 * @example ratioRule({ value: null, reason: 'fewer than two groups have enough rows' }).verdict; // undecided
 */
export function ratioRule(ratio: Gap, least = FOUR_FIFTHS): RuleVerdict {
  if (ratio.value === null) return { verdict: 'undecided', least, reason: ratio.reason };
  const { value, interval, lowest, highest } = ratio;
  if (interval.low === null) return { verdict: 'undecided', least, reason: interval.reason };
  const shown = `${lowest} has ${value.toFixed(3)} of the rate of ${highest} (${interval.low.toFixed(3)} to ${interval.high.toFixed(3)})`;
  if (interval.high < least) return { verdict: 'violated', least, reason: `${shown}: all below ${least}` };
  if (interval.low >= least) return { verdict: 'met', least, reason: `${shown}: none below ${least}` };
  return { verdict: 'undecided', least, reason: `${shown}: ${least} is inside` };
}
