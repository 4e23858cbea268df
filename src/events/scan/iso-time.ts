import { parseTime } from '../time.js';
import type { RecordText } from './record-text.js';

/** The day whose midnight was asked for last: events come in runs of the same one. */
export interface LastDay {
  /** year * 10000 + month * 100 + day; 0 = none yet. */
  date: number;
  midnight: number;
}

/**
 * Reads the time that stands between `at` and `end`, where the closing quote is, into `out[i]`: by itself what most
 * applications write (`2001-02-22T09:00:00Z`, with a fraction, with an offset of hours and minutes), else with `parseTime`.
 *
 * @returns false where it is no time
 */
export function readIsoTime(
  record: RecordText,
  source: Buffer,
  at: number,
  end: number,
  last: LastDay,
  out: Float64Array,
  i: number,
): boolean {
  const { bytes } = record;
  const seconds = secondsOfDay(bytes, at);
  const date = dateOf(bytes, at);
  let ms = 0;
  let p = at + 19;
  if (bytes[p] === 0x2e) {
    p++;
    const fraction = p;
    for (let weight = 100; ; weight /= 10) {
      const digit = (bytes[p] as number) - 48;
      if (digit >>> 0 > 9) break;
      // Finer than milliseconds: cut off.
      if (weight >= 1) ms += weight * digit;
      p++;
    }
    if (p === fraction || p - fraction > 9) p = -1;
  }
  const zone = p === -1 ? NaN : minutesOfZone(bytes, p, end);
  if (date < 0 || seconds < 0 || Number.isNaN(zone)) {
    const time = parseTime(source.toString('utf8', at, end));
    if (time === null) return false;
    out[i] = time;
    return true;
  }
  if (date !== last.date) {
    last.midnight = Date.UTC(Math.floor(date / 10000), (Math.floor(date / 100) % 100) - 1, date % 100);
    last.date = date;
  }
  out[i] = last.midnight + seconds * 1000 + ms - zone * 60_000;
  return true;
}

/** `YYYY-MM-DDT` as a number; -1 where it is none of a day that every month has. */
function dateOf(bytes: Uint8Array, at: number): number {
  const century = two(bytes, at);
  const month = two(bytes, at + 5);
  const day = two(bytes, at + 8);
  const ok =
    // Date.UTC takes the years 0 to 99 for 1900 to 1999.
    century >= 10 &&
    two(bytes, at + 2) >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    (day <= 28 || (day <= 30 && month !== 2)) &&
    bytes[at + 4] === 0x2d &&
    bytes[at + 7] === 0x2d &&
    bytes[at + 10] === 0x54;
  return ok ? (century * 100 + two(bytes, at + 2)) * 10000 + month * 100 + day : -1;
}

/** `HH:MM:SS`; -1 where it is none. */
function secondsOfDay(bytes: Uint8Array, at: number): number {
  const hour = two(bytes, at + 11);
  const minute = two(bytes, at + 14);
  const second = two(bytes, at + 17);
  const ok =
    hour >= 0 &&
    hour < 24 &&
    minute >= 0 &&
    minute < 60 &&
    second >= 0 &&
    second < 60 &&
    bytes[at + 13] === 0x3a &&
    bytes[at + 16] === 0x3a;
  return ok ? hour * 3600 + minute * 60 + second : -1;
}

/** `Z` or `+HH:MM` from `p` to `end`; NaN where it is neither. */
function minutesOfZone(bytes: Uint8Array, p: number, end: number): number {
  const sign = bytes[p] as number;
  if (sign === 0x5a && p + 1 === end) return 0;
  if ((sign !== 0x2b && sign !== 0x2d) || p + 6 !== end || bytes[p + 3] !== 0x3a) return NaN;
  const hours = two(bytes, p + 1);
  const minutes = two(bytes, p + 4);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return NaN;
  return sign === 0x2d ? -hours * 60 - minutes : hours * 60 + minutes;
}

/** Two digits; negative where they are none. */
function two(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 48;
  const ones = (bytes[at + 1] as number) - 48;
  return tens >>> 0 > 9 || ones >>> 0 > 9 ? -1000 : tens * 10 + ones;
}
