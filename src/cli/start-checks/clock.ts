/** Is this machine's clock near the log's? Times of arrival are the log's, and decide what is "from the future". */
import { duration } from '../../server/status/words.js';

export interface ClockLimits {
  /** Beyond it events are refused or dead-lettered for their time alone: no start. */
  readonly futureTolerance: number;
  /** Beyond it a warning. */
  readonly doubtful: number;
}

/** @param aheadMs how far the log's clock is ahead of ours; negative: behind */
export function clockAgrees(aheadMs: number, limits: ClockLimits, warn: (text: string) => void): void {
  const off = Math.abs(aheadMs);
  if (off <= limits.doubtful) return;
  const what = `this machine's clock is ${duration(off)} ${aheadMs > 0 ? 'behind' : 'ahead of'} the Kafka broker's`;
  const fix = 'synchronise both (NTP)';
  if (off <= limits.futureTolerance) {
    warn(`${what}: ${fix}`);
    return;
  }
  throw new Error(
    `${what}, more than futureTolerance (${duration(limits.futureTolerance)}), so good events would be refused: ${fix}`,
  );
}
