/** The live features: how late flights have been, as far as the world knew at a moment. */
import type { EventTime } from '../../src/events/event.js';
import { isLate, landingTime, type FlightIndex, type Flights } from './flights.js';

const HOUR_MS = 3_600_000;
export const AIRPORT_WINDOW_MS = 3 * HOUR_MS;
export const EVERYWHERE_WINDOW_MS = 2 * HOUR_MS;
/** With fewer known flights than this a share says nothing, and the feature is missing (`null`). */
export const AIRPORT_MINIMUM = 5;
export const EVERYWHERE_MINIMUM = 20;

/**
 * Shares of late flights among the outcomes known at time t, that is, with a landing in (t - window, t]: a
 * flight that lands at t itself is known.
 *
 * Sliding windows over the landing order: a flight is added once and taken out once, so a question costs O(1)
 * amortised. The state follows from (known outcomes, t) alone, so `restart` rebuilds it from three hours of
 * flights.
 */
export class LateShares {
  readonly #flights: Flights;
  readonly #landingOrder: Uint32Array;
  readonly #departed: Tally;
  readonly #landed: Tally;
  readonly #everywhere = tally(1);
  /** The windows hold the landings [oldest..., #known) of the landing order. */
  #known = 0;
  #oldestAtAirports = 0;
  #oldestEverywhere = 0;

  constructor(flights: Flights, landingOrder: Uint32Array) {
    this.#flights = flights;
    this.#landingOrder = landingOrder;
    this.#departed = tally(flights.airports.length);
    this.#landed = tally(flights.airports.length);
  }

  /** As if the first `known` landings had been learned one by one and `time` were now. */
  restart(known: number, time: EventTime): void {
    for (const { flights, late } of [this.#departed, this.#landed, this.#everywhere]) {
      flights.fill(0);
      late.fill(0);
    }
    let oldest = known;
    while (oldest > 0 && this.#landing(oldest - 1) > time - AIRPORT_WINDOW_MS) oldest--;
    this.#known = oldest;
    this.#oldestAtAirports = oldest;
    this.#oldestEverywhere = oldest;
    while (this.#known < known) this.learn();
    this.forgetUntil(time);
  }

  /** The next landing of the landing order has become known. */
  learn(): void {
    const flight = this.#landingOrder[this.#known++]!;
    this.#countAtAirports(flight, 1);
    count(this.#everywhere, 0, isLate(this.#flights, flight), 1);
  }

  /** Time has passed: what has left the windows at `time` is taken out. Times must not go back. */
  forgetUntil(time: EventTime): void {
    while (
      this.#oldestAtAirports < this.#known &&
      this.#landing(this.#oldestAtAirports) <= time - AIRPORT_WINDOW_MS
    ) {
      this.#countAtAirports(this.#landingOrder[this.#oldestAtAirports++]!, -1);
    }
    while (
      this.#oldestEverywhere < this.#known &&
      this.#landing(this.#oldestEverywhere) <= time - EVERYWHERE_WINDOW_MS
    ) {
      const flight = this.#landingOrder[this.#oldestEverywhere++]!;
      count(this.#everywhere, 0, isLate(this.#flights, flight), -1);
    }
  }

  /** Of the flights known in the last 3 h that had departed from this airport; `null` below 5 of them. */
  atOrigin(airport: number): number | null {
    return share(this.#departed, airport, AIRPORT_MINIMUM);
  }

  /** Of the flights known in the last 3 h that landed at this airport; `null` below 5 of them. */
  atDestination(airport: number): number | null {
    return share(this.#landed, airport, AIRPORT_MINIMUM);
  }

  /** Of all flights known in the last 2 h; `null` below 20 of them. */
  everywhere(): number | null {
    return share(this.#everywhere, 0, EVERYWHERE_MINIMUM);
  }

  #landing(at: number): EventTime {
    return landingTime(this.#flights, this.#landingOrder[at]!);
  }

  #countAtAirports(flight: FlightIndex, step: 1 | -1): void {
    const late = isLate(this.#flights, flight);
    count(this.#departed, this.#flights.origin[flight]!, late, step);
    count(this.#landed, this.#flights.destination[flight]!, late, step);
  }
}

interface Tally {
  readonly flights: Int32Array;
  readonly late: Int32Array;
}

const tally = (size: number): Tally => ({ flights: new Int32Array(size), late: new Int32Array(size) });

function count(tally: Tally, at: number, late: boolean, step: 1 | -1): void {
  tally.flights[at]! += step;
  if (late) tally.late[at]! += step;
}

function share(tally: Tally, at: number, minimum: number): number | null {
  const flights = tally.flights[at]!;
  return flights < minimum ? null : tally.late[at]! / flights;
}
