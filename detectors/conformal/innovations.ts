/**
 * Units that resemble the unit before them: a storm lasts for days, and each of its days looks as strange as the first.
 * What is ranked then is the innovation, a unit's score less what the score before it led to expect, s_t - carry s_(t-1);
 * scores are standardised, so that 0 is an ordinary unit, and stands in where there is no unit before.
 */

/** Nothing is expected to last for good: a change that stays must still show in the units after its first. */
const MOST_CARRY = 0.9;

/**
 * The share of a score that is expected again one unit later: the lag-1 autocorrelation over units that follow each other.
 * @param scores of the reference's units, by unit; at least 0, and 0 where no two units follow each other
 */
export function carryOf(scores: readonly (readonly [unit: number, score: number])[]): number {
  const mean = scores.reduce((sum, [, score]) => sum + score, 0) / Math.max(1, scores.length);
  const byUnit = new Map(scores);
  let [together, alone] = [0, 0];
  for (const [unit, score] of scores) {
    alone += (score - mean) ** 2;
    const before = byUnit.get(unit - 1);
    if (before !== undefined) together += (score - mean) * (before - mean);
  }
  return alone > 0 ? Math.min(MOST_CARRY, Math.max(0, together / alone)) : 0;
}

/** @param before score of the unit just before; null where there is none */
export function innovation(carry: number, score: number, before: number | null): number {
  return carry === 0 ? score : score - carry * (before ?? 0);
}
