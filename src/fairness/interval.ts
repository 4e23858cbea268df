/** Holds the truth with the stated confidence, together with all other intervals of its family. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly reason?: undefined;
}

/** Why there is no interval, in words for the reader of a dashboard. */
export interface NoInterval {
  readonly low: null;
  readonly high: null;
  readonly reason: string;
}
