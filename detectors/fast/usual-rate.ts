import type { EvidencePane } from '../pane.js';
import type { FastCalibration } from './fast-calibration.js';
import { fastSlotOf } from './slots.js';

/**
 * The rate that a calibration's reference had at the hours of some panes, in their mix of rows; never below one in a thousand.
 * @param panes of one stream
 * @returns null where it has no such rate, and without rows
 */
export function usualRate(
  { streams, options }: FastCalibration,
  panes: readonly Pick<EvidencePane, 'stream' | 'start' | 'n'>[],
): number | null {
  const own = streams.find(({ stream }) => stream === panes[0]?.stream);
  if (own?.kind !== 'rate') return null;
  let [rows, expected] = [0, 0];
  for (const { start, n } of panes) {
    rows += n;
    expected += n * (own.model.centres[fastSlotOf(options, start)] ?? 0);
  }
  return rows === 0 ? null : expected / rows;
}
