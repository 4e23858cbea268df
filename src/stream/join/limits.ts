/**
 * What the join goes by in event time. Everything it decides depends on these and on the times of two records, never on
 * the order in which they came.
 */
export interface JoinLimits {
  /** Longest time from prediction to outcome, ms. */
  readonly horizon: number;
  /** How much an outcome may precede its prediction, ms. */
  readonly tolerance: number;
  /**
   * Longest time between the appends of two records that still meet, ms: what bounds the wait for an outcome that never
   * comes. Absent: any.
   */
  readonly patience?: number;
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

/** How far one topic has been read, of one model and partition. */
export interface Passed {
  /** Event time, epoch ms: its watermark. */
  readonly until: number;
  /** Append time of the model's newest record on it, epoch ms, or a little less: told by the records alone. */
  readonly read: number;
  /** Append time, epoch ms: whatever is still unread was appended later. Also known from a topic that has nothing unread. */
  readonly unread: number;
}

/** Do a prediction and an outcome of one id belong together? */
export function belongTogether(predictedAt: number, happenedAt: number, limits: JoinLimits): boolean {
  const delay = happenedAt - predictedAt;
  return delay >= -limits.tolerance && delay <= limits.horizon;
}

/** The last second that a row has room for: in 2106. A history knows no time of append, and says the end of time. */
const LAST_SECOND = 0xffff_ffff;

/** Rows know their append to the second: seconds since the epoch, in an unsigned word. */
export function appendSecond(appendedAt: number): number {
  return Math.min(LAST_SECOND, Math.max(0, Math.floor(appendedAt / 1000)));
}

/** Were both halves appended close enough to each other? A property of the two records, whoever was read first. */
export function metInTime(second: number, other: number, { patience }: JoinLimits): boolean {
  return patience === undefined || Math.abs(second - other) * 1000 <= patience;
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
export function keepFor(limits: JoinLimits): number {
  return Math.max(repeatsWithin(limits), limits.tolerance) + limits.lateness;
}

/** Hours of event time that a side has rows of, at most. */
export function hoursKept(limits: JoinLimits): number {
  return Math.ceil(keepFor(limits) / BUCKET) + 1;
}

/**
 * Can nothing match or repeat rows any more, of which the newest happened at `time` and was appended in `second`?
 *
 * What still may come on either topic is at most `lateness` behind its watermark; its match or its repeat at most so much
 * further. A repeat comes on the rows' own topic; and where the other one stands still, its records still come too late for
 * these rows once `patience` is over.
 *
 * @param own how far the topic of the rows has been read
 * @param other how far the other one has
 */
export function isOver(
  time: number,
  second: number,
  own: Passed,
  other: Passed,
  limits: JoinLimits,
): boolean {
  return isPast(time, second, own, other.until, other.unread, limits);
}

/**
 * Are rows given up that are without their other half? As `isOver`, by the records that were read alone: the records of their
 * own topic say that their time has passed. One that is still unread on the other topic may yet find its row.
 */
export function isGivenUp(
  time: number,
  second: number,
  own: Passed,
  other: Passed,
  limits: JoinLimits,
): boolean {
  return isPast(time, second, own, other.until, own.read, limits);
}

/** @param appendedAt up to which nothing is waited for any more, epoch ms */
function isPast(
  time: number,
  second: number,
  own: Passed,
  others: number,
  appendedAt: number,
  limits: JoinLimits,
): boolean {
  const until = time + keepFor(limits);
  if (until >= own.until) return false;
  return until < others || !metInTime(second, Math.max(second, appendSecond(appendedAt)), limits);
}
