import { describe, expect, it } from 'vitest';
import { FIRST_POSITION, FlightReplay } from '../../../producers/flights/replay.js';
import { flightsOf } from './sample.js';

const at = (text: string): number => Date.parse(`2001-${text}Z`);
const flight = (departure: number, delay = 0, origin = 'LAX', destination = 'JFK') => ({
  departure,
  delay,
  distance: 240,
  origin,
  destination,
});
const featuresOfLast = (flights: readonly ReturnType<typeof flight>[]) =>
  new FlightReplay(flightsOf(flights)).nextBatch(FIRST_POSITION, Infinity, Infinity).predictions.at(-1)
    ?.features;

describe('flight features', () => {
  it('are what is known at departure', () => {
    expect(featuresOfLast([flight(at('01-01T00:01'))])).toEqual({
      hour: 0,
      weekday: 0,
      distance: 240,
      origin: 'LAX',
      destination: 'JFK',
      late_share_origin: null,
      late_share_destination: null,
      late_share_everywhere: null,
    });
    expect(featuresOfLast([flight(at('02-25T23:59'))])).toMatchObject({ hour: 23, weekday: 6 });
  });

  // 240 miles are 30 minutes of flight: with the 30 on the ground, landing is an hour after departure.
  const noon = at('01-01T12:00');
  const hour = 3_600_000;
  const repeat = (times: number, one: ReturnType<typeof flight>) => Array.from({ length: times }, () => one);

  it('count a landing at the moment of departure as known, and one later as unknown', () => {
    const five = repeat(5, flight(noon - hour, 16));
    expect(featuresOfLast([...five, flight(noon)])).toMatchObject({ late_share_origin: 1 });
    expect(featuresOfLast([...five, flight(noon - 60_000)])).toMatchObject({ late_share_origin: null });
  });

  it('forget a landing exactly three hours later at the airports, two hours later everywhere', () => {
    const twenty = repeat(20, flight(noon, 16));
    const later = (minutes: number) => featuresOfLast([...twenty, flight(noon + hour + minutes * 60_000)]);
    expect(later(119)).toMatchObject({ late_share_everywhere: 1, late_share_origin: 1 });
    expect(later(120)).toMatchObject({ late_share_everywhere: null, late_share_origin: 1 });
    expect(later(179)).toMatchObject({ late_share_destination: 1, late_share_origin: 1 });
    expect(later(180)).toMatchObject({ late_share_destination: null, late_share_origin: null });
  });

  it('call a flight late from 16 minutes on, by the airport it left and the airport it reached', () => {
    const known = [
      ...repeat(3, flight(noon - hour, 16, 'LAX', 'JFK')),
      ...repeat(2, flight(noon - hour, 15, 'LAX', 'JFK')),
      ...repeat(5, flight(noon - hour, 0, 'JFK', 'LAX')),
    ];
    const asked = featuresOfLast([...known, flight(noon, 0, 'LAX', 'JFK')]);
    expect(asked).toMatchObject({ late_share_origin: 0.6, late_share_destination: 0.6 });
    expect(asked?.late_share_everywhere).toBeNull();
  });
});
