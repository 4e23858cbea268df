/** From where on a measured value is worth a look. The configuration has the same names (`health` in `leeway.yaml`). */
export interface HealthThresholds {
  /** Unread records of one partition. */
  readonly lag: number;
  /** Unread records and no commit for so long, ms. */
  readonly stalled: number;
  /** Failures of one stage that reopened a partition, within the window. */
  readonly failures: number;
  /** One commit, ms. */
  readonly commit: number;
  /** Share of the consumed records that were dead-lettered, within the window. */
  readonly deadLetters: number;
  /** Bytes of the join of one partition. */
  readonly join: number;
  /** Age of a live model's watermark, ms. */
  readonly watermark: number;
  /** 99th percentile of the event loop's delay, ms. */
  readonly eventLoop: number;
  /** Resident bytes of the process. */
  readonly memory: number;
  /** Bytes that must be free where the data directory is. */
  readonly diskFree: number;
  /** How far the log's clock may be ahead of this machine's, ms. */
  readonly clock: number;
}
