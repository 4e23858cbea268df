/** A quick logistic regression on one-hot features: not the demo's network, but moved by the same things. */
import type { Flights } from './rows.js';

const HOUR = 3_600_000;
const LIVE_STEPS = [0.02, 0.05, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 0.65];
const DISTANCE_STEP = 150;
const PER_ROW = 8;

export interface Encoded {
  readonly active: Int32Array;
  readonly width: number;
}

/** Eight active inputs a flight: hour, weekday, distance, origin, destination, three late shares. */
export function encode(flights: Flights): Encoded {
  const airports = flights.airports.length;
  const live = LIVE_STEPS.length + 2;
  const offsets = [
    0,
    24,
    31,
    51,
    51 + airports,
    51 + 2 * airports,
    51 + 2 * airports + live,
    51 + 2 * airports + 2 * live,
  ];
  const active = new Int32Array(flights.count * PER_ROW);
  for (let row = 0; row < flights.count; row++) {
    const departure = flights.departure[row] ?? 0;
    const inputs = [
      Math.floor(departure / HOUR) % 24,
      (Math.floor(departure / (24 * HOUR)) + 4) % 7,
      Math.min(19, Math.floor((flights.distance[row] ?? 0) / DISTANCE_STEP)),
      flights.origin[row] ?? 0,
      flights.destination[row] ?? 0,
      liveBin(flights.lateAtOrigin[row] ?? Number.NaN),
      liveBin(flights.lateAtDestination[row] ?? Number.NaN),
      liveBin(flights.lateEverywhere[row] ?? Number.NaN),
    ];
    inputs.forEach((input, i) => {
      active[row * PER_ROW + i] = (offsets[i] ?? 0) + input;
    });
  }
  return { active, width: 51 + 2 * airports + 3 * live };
}

export function liveBin(share: number): number {
  if (Number.isNaN(share)) return 0;
  let bin = 1;
  for (const step of LIVE_STEPS) if (share > step) bin++;
  return bin;
}

export const LIVE_BINS = LIVE_STEPS.length + 2;

/** Stochastic gradient descent over the rows in a fixed scattered order, with a falling step. */
export function fitLogistic(
  { active, width }: Encoded,
  late: Uint8Array,
  rows: readonly number[],
): Float64Array {
  const weights = new Float64Array(width + 1);
  const stride = 7_919; // prime: visits every row once an epoch, far from its neighbours
  const epochs = 3;
  for (let step = 0; step < epochs * rows.length; step++) {
    const row = rows[(step * stride) % rows.length] ?? 0;
    const error = (late[row] ?? 0) - predict(weights, active, row);
    const rate = 0.03 / (1 + (5 * step) / rows.length);
    for (let i = 0; i < PER_ROW; i++) {
      const input = active[row * PER_ROW + i] ?? 0;
      weights[input] = (weights[input] ?? 0) + rate * error;
    }
    weights[width] = (weights[width] ?? 0) + rate * error;
  }
  return weights;
}

export function predict(weights: Float64Array, active: Int32Array, row: number): number {
  let sum = weights[weights.length - 1] ?? 0;
  for (let i = 0; i < PER_ROW; i++) sum += weights[active[row * PER_ROW + i] ?? 0] ?? 0;
  return 1 / (1 + Math.exp(-sum));
}
