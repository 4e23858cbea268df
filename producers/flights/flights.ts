/**
 * Flights as columns, and what the demo says about each: its id, when it lands, whether it is late.
 *
 * Source: `flights-3m.parquet` of the npm package vega-datasets, 3,000,000 US flights from January to June
 * 2001. `date` looks like the actual departure, `delay` is minutes late at arrival. The file has no flight time
 * and no id, and rows repeat, so both are made here.
 */
import type { EventTime } from '../../src/events/event.js';

/** Position of a flight in departure order (ties by row of the file): the index into every column. */
export type FlightIndex = number;

/** One entry a flight, in departure order. Columns are typed arrays: 3,000,000 flights are 60 MB. */
export interface Flights {
  readonly count: number;
  /** Row in the file, counted from 0: what the id is made of. */
  readonly row: Uint32Array;
  /** Epoch milliseconds. */
  readonly departure: Float64Array;
  /** Minutes late at arrival; below zero = early. */
  readonly delay: Int16Array;
  /** Miles. */
  readonly distance: Int16Array;
  /** Index into `airports`. */
  readonly origin: Uint16Array;
  readonly destination: Uint16Array;
  /** Airport codes, sorted. */
  readonly airports: readonly string[];
}

/** Arriving more than this many minutes after schedule counts as late. */
export const LATE_AFTER_MINUTES = 15;

const GROUND_MS = 30 * 60_000;
/** Eight miles a minute. */
const MS_PER_MILE = 60_000 / 8;

export function flightId(flights: Flights, flight: FlightIndex): string {
  return `f-${flights.row[flight]!}`;
}

/** When the outcome becomes known: departure + 30 minutes + 8 miles a minute. Exact in milliseconds. */
export function landingTime(flights: Flights, flight: FlightIndex): EventTime {
  return flights.departure[flight]! + GROUND_MS + flights.distance[flight]! * MS_PER_MILE;
}

export function isLate(flights: Flights, flight: FlightIndex): boolean {
  return flights.delay[flight]! > LATE_AFTER_MINUTES;
}
