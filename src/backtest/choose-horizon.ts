/** From how long outcomes took to the horizon: how long after a prediction its outcome may come and still be joined. */
const DAY = 86_400_000;
const LEAST = 7 * DAY;
const MOST = 730 * DAY;
/** The next outcome may take longer than any that was seen. */
const MARGIN = 1.25;

/**
 * @param longest from a prediction to its outcome, ms
 * @returns whole days, ms
 */
export function horizonFor(longest: number): number {
  return Math.min(MOST, Math.max(LEAST, Math.ceil((MARGIN * longest) / DAY) * DAY));
}
