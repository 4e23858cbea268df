import * as fc from 'fast-check';
import type { SampleFlight } from './sample.js';

const MINUTE = 60_000;

/** A day's busy traffic among three airports: many ties, many landings at somebody's departure. */
export const someFlights: fc.Arbitrary<SampleFlight[]> = fc
  .array(
    fc.record({
      departure: fc.integer({ min: 0, max: 600 }).map((minute) => Date.UTC(2001, 0, 1) + minute * MINUTE),
      delay: fc.integer({ min: 0, max: 30 }),
      distance: fc.integer({ min: 10, max: 60 }).map((eights) => eights * 8),
      origin: fc.constantFrom('ATL', 'BOS', 'ORD'),
      destination: fc.constantFrom('ATL', 'BOS', 'ORD'),
    }),
    { maxLength: 200, size: 'max' },
  )
  .map((flights) => flights.sort((a, b) => a.departure - b.departure));
