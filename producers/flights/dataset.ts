/** The demo's data: real US flights of January to June 2001, ready to be replayed in event time. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { EventTime } from '../../src/events/event.js';
import { readFlights } from './parquet.js';
import { FlightReplay } from './replay.js';

/** Midnight before the first flight, UTC. The file's times are local to the airport and are read as UTC. */
export const FIRST_DAY: EventTime = Date.UTC(2001, 0, 1);

const DAY_MS = 86_400_000;

export interface OpenFlightsOptions {
  /** A Parquet file of the same shape instead of the one of the installed package vega-datasets. */
  readonly path?: string;
  /** Only the flights that depart in the first so many days from 2001-01-01; the rest is not read. */
  readonly days?: number;
  /** Only every so manieth flight: a whole number, 1 for all of them. */
  readonly every?: number;
  readonly onProgress?: (readRows: number, allRows: number) => void;
}

/**
 * Opens the flights as a replay.
 *
 * @example
 * const replay = await openFlights({ days: 60 });
 * const batch = replay.nextBatch(FIRST_POSITION, FIRST_DAY + 3_600_000, 10_000);
 */
export async function openFlights(options: OpenFlightsOptions = {}): Promise<FlightReplay> {
  const { path = installedFlights(), days, every = 1, onProgress } = options;
  if (days !== undefined && !(days > 0)) throw new RangeError(`days must be above 0, not ${days}`);
  if (!Number.isSafeInteger(every) || every < 1)
    throw new RangeError(`every must be a whole number above 0, not ${every}`);
  const flights = await readFlights({
    path,
    every,
    ...(days !== undefined && { before: FIRST_DAY + days * DAY_MS }),
    ...(onProgress && { onProgress }),
  });
  return new FlightReplay(flights);
}

/** The package exports only its JavaScript (`build/index.js`); its data lies in the folder beside. */
export function installedFlights(): string {
  const main = createRequire(import.meta.url).resolve('vega-datasets');
  return join(main, '..', '..', 'data', 'flights-3m.parquet');
}
