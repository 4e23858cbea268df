/** What is known of the nights of one version. Plain data. */
export interface NightState {
  /** Of the night that runs, and its rows so far. */
  start: number;
  rows: number;
  /** Shiryaev-Roberts sum over the nights before. */
  sum: number;
}
