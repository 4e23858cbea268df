import { MAX_GROUPS, type AttributeCounts, type GroupCounts } from './attribute-counts.js';
import { keepBottomK } from '../aggregates/bottom-k.js';

/**
 * The groups of an attribute from the panes of a stream's segments, as they stand: a segment `gender=f` is the group `f` of
 * `gender`. Rows of the whole pane that are in no segment of the attribute have it missing.
 *
 * @param whole  the pane of all rows; null where it had none
 * @param segments  panes of the same stretch of time, by segment name
 */
export function attributeOf(
  whole: GroupCounts | null,
  segments: ReadonlyMap<string, GroupCounts>,
  attribute: string,
): AttributeCounts {
  const prefix = `${attribute}=`;
  const groups = new Map<string, GroupCounts>();
  let inGroups = 0;
  for (const [segment, counts] of segments) {
    if (!segment.startsWith(prefix)) continue;
    // Not the pane itself: it holds more than is asked of a group.
    groups.set(segment.slice(prefix.length), { confusion: counts.confusion, scores: counts.scores });
    inGroups += rowsOf(counts);
  }
  const rows = Math.max(inGroups, whole === null ? 0 : rowsOf(whole));
  const missing = rows - inGroups;
  keepBottomK(groups, MAX_GROUPS);
  return { rows, missing, groups };
}

function rowsOf({ confusion }: GroupCounts): number {
  let rows = 0;
  for (const count of confusion.values()) rows += count;
  return rows;
}
