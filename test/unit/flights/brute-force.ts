import { isLate, landingTime, type Flights } from '../../../producers/flights/flights.js';

/** The live features of one flight by their definition: a look at every other flight. */
export function bruteForceShares(flights: Flights, asked: number) {
  const now = flights.departure[asked]!;
  const share = (hours: number, minimum: number, counts: (flight: number) => boolean): number | null => {
    let known = 0;
    let late = 0;
    for (let flight = 0; flight < flights.count; flight++) {
      const landing = landingTime(flights, flight);
      if (landing > now || landing <= now - hours * 3_600_000 || !counts(flight)) continue;
      known++;
      if (isLate(flights, flight)) late++;
    }
    return known < minimum ? null : late / known;
  };
  return {
    late_share_origin: share(3, 5, (flight) => flights.origin[flight] === flights.origin[asked]),
    late_share_destination: share(
      3,
      5,
      (flight) => flights.destination[flight] === flights.destination[asked],
    ),
    late_share_everywhere: share(2, 20, () => true),
  };
}
