import type { Flights } from '../../../producers/flights/flights.js';

export interface SampleFlight {
  readonly departure: number;
  readonly delay: number;
  readonly distance: number;
  readonly origin: string;
  readonly destination: string;
}

/** Columns of hand-written flights, in the order given, which must be departure order. */
export function flightsOf(sample: readonly SampleFlight[]): Flights {
  const airports = [...new Set(sample.flatMap((flight) => [flight.origin, flight.destination]))].sort();
  return {
    count: sample.length,
    row: Uint32Array.from(sample, (_, row) => row),
    departure: Float64Array.from(sample, (flight) => flight.departure),
    delay: Int16Array.from(sample, (flight) => flight.delay),
    distance: Int16Array.from(sample, (flight) => flight.distance),
    origin: Uint16Array.from(sample, (flight) => airports.indexOf(flight.origin)),
    destination: Uint16Array.from(sample, (flight) => airports.indexOf(flight.destination)),
    airports,
  };
}
