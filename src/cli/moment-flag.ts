import { parseDuration } from '../config/duration.js';
import { parseTime } from '../events/time.js';

/** A moment that a person typed: ISO 8601 with a zone, epoch milliseconds, or so long before `now`. Epoch ms. */
export function momentFlag(flag: string, text: string, now: number): number {
  const ago = parseDuration(text);
  if (ago !== undefined) return now - ago;
  const time = parseTime(/^\d+$/.test(text) ? Number(text) : text);
  if (time === null)
    throw new Error(
      `${flag} must be a duration such as 2h or 7d, or a time such as 2026-01-05T09:00:00Z, got ${text}`,
    );
  return time;
}
