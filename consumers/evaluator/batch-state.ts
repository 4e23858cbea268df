/** What is known of the batches of one version. Plain data. */
export interface BatchState {
  /** Where the time of the batch begins that runs, and its rows so far. */
  start: number;
  rows: number;
  /** Shiryaev-Roberts sum over the batches before. */
  sum: number;
}
