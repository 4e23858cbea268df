/** What the stream core must know of the configuration. All durations in milliseconds of event time. */
export interface StreamSettings {
  /** Partitions of every topic; watermarks are minima over this number, not over the partitions seen so far. */
  readonly partitions: number;
  /** Width of the base pane: tumbling, aligned to the epoch. Divides six hours. */
  readonly pane: number;
  /** How much later than the newest event of its model and partition a record may come and still change a pane. */
  readonly grace: number;
  /** An outcome matches a prediction at most this much older. */
  readonly horizon: number;
  /** How much later than its append time an event time may be; also how much an outcome may precede its prediction. */
  readonly futureTolerance: number;
  /** Longest accepted record, bytes. */
  readonly recordLimit: number;
  /** A live partition without records for this long stops holding the watermark back. */
  readonly idleAfter: number;
  /** Features of a prediction that its row carries through the join. Absent: `DEFAULT_JOINED_FEATURES`. */
  readonly joinedFeatures?: number;
  /** Longest time between the appends of two records that the join still brings together. Absent: any. */
  readonly patience?: number;
  /** Rows of an hour of event time that the join keeps of each topic, for each model and partition. Absent: all. */
  readonly rowsAnHour?: number;
}

/** Later than any event: the watermark once an end marker was read. */
export const END_OF_TIME = 8.64e15;
/** Earlier than any event: nothing was read yet. */
export const BEFORE_TIME = -8.64e15;

export function paneStart(time: number, width: number): number {
  return Math.floor(time / width) * width;
}
