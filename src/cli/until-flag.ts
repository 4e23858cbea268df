import { parseDuration } from '../config/duration.js';
import { parseTime } from '../events/time.js';

/** A moment ahead that a person typed: so long after `now`, or ISO 8601 with a zone. Epoch ms; null for `none`. */
export function untilFlag(flag: string, text: string, now: number): number | null {
  if (text === 'none') return null;
  const ahead = parseDuration(text);
  if (ahead !== undefined) return now + ahead;
  const time = parseTime(text);
  if (time === null)
    throw new Error(
      `${flag} must be a duration such as 2h or 7d, a time such as 2026-01-05T09:00:00Z, or none, got ${text}`,
    );
  return time;
}
