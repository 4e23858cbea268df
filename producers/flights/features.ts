import type { FlightIndex, Flights } from './flights.js';
import type { LateShares } from './late-shares.js';

/** What the model `flight-lateness` is asked with, at the moment of departure. */
export type FlightFeatures = {
  /** Of departure, 0-23. */
  readonly hour: number;
  /** Of departure, 0 = Monday ... 6 = Sunday. */
  readonly weekday: number;
  /** Miles. */
  readonly distance: number;
  readonly origin: string;
  readonly destination: string;
  readonly late_share_origin: number | null;
  readonly late_share_destination: number | null;
  readonly late_share_everywhere: number | null;
};

const HOUR_MS = 3_600_000;
/** 1970-01-01 was a Thursday, three days after a Monday. */
const EPOCH_WEEKDAY = 3;

/** The features of one flight; `shares` must stand at its departure. */
export function flightFeatures(flights: Flights, flight: FlightIndex, shares: LateShares): FlightFeatures {
  const hours = Math.floor(flights.departure[flight]! / HOUR_MS);
  const origin = flights.origin[flight]!;
  const destination = flights.destination[flight]!;
  return {
    hour: hours % 24,
    weekday: (Math.floor(hours / 24) + EPOCH_WEEKDAY) % 7,
    distance: flights.distance[flight]!,
    origin: flights.airports[origin]!,
    destination: flights.airports[destination]!,
    late_share_origin: shares.atOrigin(origin),
    late_share_destination: shares.atDestination(destination),
    late_share_everywhere: shares.everywhere(),
  };
}
