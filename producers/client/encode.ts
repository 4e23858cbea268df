/** What an application hands over becomes the JSON of one event. */
import { parseTime } from '../../src/events/time.js';
import type { WireOutcome, WirePrediction, WireTime } from '../../src/events/wire.js';
import type { EncodedEvent } from './transport.js';

type WithDate<E> = E extends unknown ? Omit<E, 'time'> & { readonly time: WireTime | Date } : never;

export type PredictionInput = WithDate<WirePrediction>;
export type OutcomeInput = WithDate<WireOutcome>;

/**
 * @throws TypeError where JSON would silently change the event's meaning: a number that is not finite (it would
 * become `null`, a missing value), a time without a zone (another moment on another machine).
 */
export function encodeEvent(event: PredictionInput | OutcomeInput): EncodedEvent {
  const time = event.time instanceof Date ? event.time.getTime() : parseTime(event.time);
  if (time === null || !Number.isFinite(time)) {
    throw new TypeError(
      `event ${event.id}: time must be a Date, epoch milliseconds or ISO 8601 with a zone, not ${String(event.time)}`,
    );
  }
  requireFinite(event.id, '', event);
  const json = JSON.stringify({ ...event, time });
  return { id: event.id, json, bytes: Buffer.byteLength(json) };
}

function requireFinite(id: string, path: string, value: object): void {
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === 'number' && !Number.isFinite(field)) {
      throw new TypeError(
        `event ${id}: ${path}${name} is ${field}; JSON has no such number: give null for a missing value`,
      );
    }
    if (path === '' && typeof field === 'object' && field !== null && !(field instanceof Date)) {
      requireFinite(id, `${name}.`, field);
    }
  }
}
