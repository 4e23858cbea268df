/**
 * What the join goes by in event time. Everything it decides depends on these and on the times of two records, never on
 * the order in which they came.
 */
export interface JoinLimits {
  /** Longest time from prediction to outcome, ms. */
  readonly horizon: number;
  /** How much an outcome may precede its prediction, ms. */
  readonly tolerance: number;
  /** Records later than this behind their own watermark are not joined at all, ms. */
  readonly lateness: number;
  /** Rows of an hour of event time that each side may keep; more are thinned (`thinning.ts`). Absent: all are kept. */
  readonly rowsAnHour?: number;
  /** Features of a prediction that its row carries at most, for "why": 4 bytes each. Absent: `DEFAULT_JOINED_FEATURES`. */
  readonly features?: number;
}

/** Rows are booked by the hour of their event time, ms. */
const BUCKET = 3_600_000;

/** The hour an event time falls into, counted from the epoch. */
export function bucketOf(time: number): number {
  return Math.floor(time / BUCKET);
}

/** When a bucket begins, epoch ms. */
export function startOf(bucket: number): number {
  return bucket * BUCKET;
}

/** Do a prediction and an outcome of one id belong together? */
export function belongTogether(predictedAt: number, happenedAt: number, limits: JoinLimits): boolean {
  const delay = happenedAt - predictedAt;
  return delay >= -limits.tolerance && delay <= limits.horizon;
}

/** Two records of one id and version (outcomes: of one id) at most this far apart are one, said twice, ms. */
export function repeatsWithin(limits: JoinLimits): number {
  return limits.horizon + limits.lateness;
}

/** Is a record so late that it is accepted and counted, but not joined? Depends on its own topic-partition only. */
export function tooLateToJoin(time: number, watermark: number, limits: JoinLimits): boolean {
  return time < watermark - limits.lateness;
}

/** How long a row is kept once both watermarks have reached its time, ms. */
function keepFor(limits: JoinLimits): number {
  return Math.max(repeatsWithin(limits), limits.tolerance) + limits.lateness;
}

/** Hours of event time that a side has rows of, at most. */
export function hoursKept(limits: JoinLimits): number {
  return Math.ceil(keepFor(limits) / BUCKET) + 1;
}

/**
 * Can nothing match or repeat a row of this time any more, given the smaller of both watermarks? What still may come is at
 * most `lateness` behind it; its match or its repeat at most this much further.
 */
export function isOver(time: number, watermark: number, limits: JoinLimits): boolean {
  return time + keepFor(limits) < watermark;
}
