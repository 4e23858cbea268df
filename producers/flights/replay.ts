/** The flights as a stream in event time: asked at departure, answered at landing. */
import type { EventTime } from '../../src/events/event.js';
import { flightFeatures, type FlightFeatures } from './features.js';
import { flightId, isLate, landingTime, type Flights } from './flights.js';
import { LateShares } from './late-shares.js';
import { stableOrder } from './stable-order.js';

/** Where a replay stands: everything before has been handed out. Plain data, kept by the caller. */
export interface FlightPosition {
  /** Index in departure order. */
  readonly nextPrediction: number;
  /** Index in landing order (ties by departure order). */
  readonly nextOutcome: number;
}

export interface FlightToScore {
  readonly id: string;
  readonly time: EventTime;
  readonly features: FlightFeatures;
}

export interface FlightOutcome {
  readonly id: string;
  readonly time: EventTime;
  readonly late: 0 | 1;
}

export interface FlightBatch {
  /** In event-time order. */
  readonly predictions: readonly FlightToScore[];
  /** In event-time order. */
  readonly outcomes: readonly FlightOutcome[];
  /** Where the next batch begins. */
  readonly position: FlightPosition;
  /** Event time of the first event after this batch; `null` = the flights have ended. */
  readonly nextTime: EventTime | null;
}

export const FIRST_POSITION: FlightPosition = { nextPrediction: 0, nextOutcome: 0 };

/**
 * One order over both kinds of events: by event time; at equal times outcomes before predictions (what lands at t
 * is known to who asks at t); then departure order. A position says where in it a batch starts, and the batch
 * depends on its arguments only: the windows of the live features are a cache that follows the position, rebuilt
 * from three hours of flights when another position is asked for.
 */
export class FlightReplay {
  readonly flights: Flights;
  readonly #landingOrder: Uint32Array;
  readonly #shares: LateShares;
  #cached: FlightPosition = FIRST_POSITION;

  constructor(flights: Flights) {
    this.flights = flights;
    this.#landingOrder = stableOrder(flights.count, (flight) => landingTime(flights, flight));
    this.#shares = new LateShares(flights, this.#landingOrder);
  }

  /**
   * The events from `position` on with an event time before `until`, at most `maxEvents` of them.
   *
   * @throws RangeError where the position is not one that this order passes through (positions of another data
   * set, or edited by hand).
   */
  nextBatch(position: FlightPosition, until: EventTime, maxEvents: number): FlightBatch {
    this.#standAt(position);
    const { flights } = this;
    const predictions: FlightToScore[] = [];
    const outcomes: FlightOutcome[] = [];
    let { nextPrediction, nextOutcome } = position;
    let time = this.#nextTime(nextPrediction, nextOutcome);
    for (let left = maxEvents; left > 0 && time < until; left--) {
      if (this.#landing(nextOutcome) === time) {
        const flight = this.#landingOrder[nextOutcome++]!;
        this.#shares.learn();
        outcomes.push({ id: flightId(flights, flight), time, late: isLate(flights, flight) ? 1 : 0 });
      } else {
        this.#shares.forgetUntil(time);
        const features = flightFeatures(flights, nextPrediction, this.#shares);
        predictions.push({ id: flightId(flights, nextPrediction), time, features });
        nextPrediction++;
      }
      time = this.#nextTime(nextPrediction, nextOutcome);
    }
    this.#cached = { nextPrediction, nextOutcome };
    return { predictions, outcomes, position: this.#cached, nextTime: time === Infinity ? null : time };
  }

  #standAt(position: FlightPosition): void {
    const { nextPrediction, nextOutcome } = position;
    if (nextPrediction === this.#cached.nextPrediction && nextOutcome === this.#cached.nextOutcome) return;
    if (!this.#passesThrough(position)) {
      throw new RangeError(
        `no replay of these ${this.flights.count} flights passes through ${JSON.stringify(position)}: ` +
          `start again at the first position, or use the data that the position was made with`,
      );
    }
    this.#shares.restart(nextOutcome, this.#nextTime(nextPrediction, nextOutcome));
    this.#cached = position;
  }

  /** Each kind's last event handed out must come before the other kind's next one. */
  #passesThrough({ nextPrediction, nextOutcome }: FlightPosition): boolean {
    const { count } = this.flights;
    const valid = (n: number): boolean => Number.isSafeInteger(n) && n >= 0 && n <= count;
    if (!valid(nextPrediction) || !valid(nextOutcome)) return false;
    const lastLanding = nextOutcome === 0 ? -Infinity : this.#landing(nextOutcome - 1);
    const lastDeparture = nextPrediction === 0 ? -Infinity : this.#departure(nextPrediction - 1);
    return lastLanding <= this.#departure(nextPrediction) && lastDeparture < this.#landing(nextOutcome);
  }

  #nextTime(nextPrediction: number, nextOutcome: number): EventTime {
    return Math.min(this.#departure(nextPrediction), this.#landing(nextOutcome));
  }

  #departure(at: number): EventTime {
    return at < this.flights.count ? this.flights.departure[at]! : Infinity;
  }

  #landing(at: number): EventTime {
    return at < this.flights.count ? landingTime(this.flights, this.#landingOrder[at]!) : Infinity;
  }
}
