import { ndjsonRequest, type Path } from '../ingest/request.js';

/** Bytes whose events happen when they are sent: their times are written into the prepared bytes. */
export interface StampedRequest {
  readonly bytes: Buffer;
  readonly events: number;
  /** Where the digits of each time stand. */
  readonly places: readonly number[];
}

const FIELD = Buffer.from('"time":');
const DIGITS = 13;

/**
 * @param lines one event each, with `"time":` and thirteen digits (epoch ms) in it once
 * @throws Error where a line has none
 */
export function stampedRequest(path: Path, lines: readonly string[]): StampedRequest {
  const { bytes, events } = ndjsonRequest(path, lines);
  return stamped(bytes, events);
}

/**
 * Lines for kcat: a key, a tab and an event.
 *
 * @param events as for `stampedRequest`
 */
export function stampedLines(
  events: readonly { readonly key: string; readonly json: string }[],
): StampedRequest {
  return stamped(Buffer.from(events.map(({ key, json }) => `${key}\t${json}\n`).join('')), events.length);
}

function stamped(bytes: Buffer, events: number): StampedRequest {
  const places: number[] = [];
  for (let at = bytes.indexOf(FIELD); at !== -1; at = bytes.indexOf(FIELD, at + 1)) {
    places.push(at + FIELD.length);
  }
  const digits = places.every((at) => /^\d{13}\D$/.test(bytes.toString('latin1', at, at + DIGITS + 1)));
  if (places.length !== events || !digits) {
    throw new Error(`each of ${events} events needs one "time" of 13 digits; ${places.length} were found`);
  }
  return { bytes, events, places };
}

/** @param time epoch ms of thirteen digits: until the year 2286 */
export function stamp({ bytes, places }: StampedRequest, time: number): void {
  const digits = Buffer.from(String(time));
  for (const at of places) digits.copy(bytes, at);
}
