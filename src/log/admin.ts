/**
 * What people do to a log while nothing runs on it; the stages never need it. Two adapters, as of `port.ts`.
 */
export interface LogAdmin {
  /** Throws `LogError` (`locked`) while a member of the group runs. */
  checkIdle(group: string): Promise<void>;
  /**
   * Forgets what a group has consumed: its next start is at the first record of each partition.
   * Throws `LogError` (`locked`) while a member of it runs.
   */
  forgetGroup(group: string): Promise<void>;
  /** Deletes the records of one partition below an offset; of the embedded log only whole appends. */
  deleteBefore(topic: string, partition: number, offset: number): Promise<void>;
  close(): Promise<void>;
}
