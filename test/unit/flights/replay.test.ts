import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { landingTime } from '../../../producers/flights/flights.js';
import { FIRST_POSITION, FlightReplay, type FlightPosition } from '../../../producers/flights/replay.js';
import { someFlights } from './arbitrary.js';
import { bruteForceShares } from './brute-force.js';
import { flightsOf } from './sample.js';

const all = (replay: FlightReplay) => replay.nextBatch(FIRST_POSITION, Infinity, Infinity);

describe('FlightReplay', () => {
  it('hands out every flight once as a prediction and once as an outcome, in event time', () => {
    fc.assert(
      fc.property(someFlights, (sample) => {
        const flights = flightsOf(sample);
        const { predictions, outcomes, nextTime } = all(new FlightReplay(flights));
        expect(predictions.map(({ id, time }) => [id, time])).toEqual(
          sample.map((flight, index) => [`f-${index}`, flight.departure]),
        );
        const landings = sample
          .map((flight, index) => ({
            id: `f-${index}`,
            time: landingTime(flights, index),
            late: flight.delay > 15 ? 1 : 0,
          }))
          .sort((a, b) => a.time - b.time);
        expect(outcomes).toEqual(landings);
        expect(nextTime).toBeNull();
      }),
    );
  });

  it('gives the live features that a plain look at all earlier landings gives', () => {
    fc.assert(
      fc.property(someFlights, (sample) => {
        const flights = flightsOf(sample);
        all(new FlightReplay(flights)).predictions.forEach(({ features }, flight) => {
          expect(features).toMatchObject(bruteForceShares(flights, flight));
        });
      }),
      { numRuns: 30 },
    );
  });

  it('gives the same events in batches of any size, with a restart at any position', () => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        someFlights,
        fc.infiniteStream(size),
        fc.infiniteStream(fc.boolean()),
        (sample, sizes, restarts) => {
          const flights = flightsOf(sample);
          const whole = all(new FlightReplay(flights));
          let replay = new FlightReplay(flights);
          let position: FlightPosition = FIRST_POSITION;
          const predictions = [];
          const outcomes = [];
          for (;;) {
            if (restarts.next().value) replay = new FlightReplay(flights);
            const batch = replay.nextBatch(position, Infinity, sizes.next().value as number);
            predictions.push(...batch.predictions);
            outcomes.push(...batch.outcomes);
            position = batch.position;
            if (batch.nextTime === null) break;
          }
          expect({ predictions, outcomes }).toEqual({
            predictions: whole.predictions,
            outcomes: whole.outcomes,
          });
        },
      ),
    );
  });

  it('stops before the time that it is not to pass, and says when the next event is', () => {
    const noon = Date.UTC(2001, 0, 1, 12);
    const flight = { delay: 20, distance: 240, origin: 'LAX', destination: 'JFK' };
    const replay = new FlightReplay(
      flightsOf([
        { ...flight, departure: noon },
        { ...flight, departure: noon + 3_600_000 },
      ]),
    );
    const first = replay.nextBatch(FIRST_POSITION, noon + 3_600_000, 100);
    expect(first.predictions.map(({ id }) => id)).toEqual(['f-0']);
    expect(first.outcomes).toEqual([]);
    expect(first.nextTime).toBe(noon + 3_600_000);
    const one = replay.nextBatch(first.position, Infinity, 1);
    expect([one.predictions.length, one.outcomes.map(({ id }) => id)]).toEqual([0, ['f-0']]);
    expect(replay.nextBatch(one.position, noon, 100)).toMatchObject({
      predictions: [],
      position: one.position,
    });
  });

  it('refuses positions that no replay passes through', () => {
    const flight = { departure: 0, delay: 0, distance: 240, origin: 'LAX', destination: 'JFK' };
    const replay = new FlightReplay(flightsOf([flight, { ...flight, departure: 7_200_000 }]));
    for (const [nextPrediction, nextOutcome] of [
      [0, 1],
      [2, 0],
      [3, 2],
      [-1, 0],
      [0.5, 0],
    ] as const) {
      expect(() => replay.nextBatch({ nextPrediction, nextOutcome }, Infinity, 1)).toThrow('passes through');
    }
  });
});
