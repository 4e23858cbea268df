/** How many minutes a delivery takes, and road construction in the north. */
import type { EventTime } from '../../src/events/event.js';
import { arrivals, hourOf, season, weekdayOf } from './arrivals.js';
import { lognormal, namedStreams, normal, pick, rounded, type Random } from './random.js';
import type { Case, Change, Simulator, World } from './simulation.js';

const MODEL = 'delivery';
const PER_HOUR = 40;
/** Lunch and dinner, busy weekends. */
const SEASON = season(
  [2, 1, 1, 1, 1, 1, 2, 4, 6, 7, 9, 14, 16, 13, 9, 8, 9, 13, 18, 19, 15, 10, 6, 4],
  [9, 9, 9, 10, 12, 13, 12],
);
const REGIONS = { north: 3, south: 3, east: 2, west: 2 };
type Region = keyof typeof REGIONS;
const CONSTRUCTION: Region = 'north';
/** What the measured speed there falls to, of what it was. */
const SPEED_LEFT = 0.3;
/** How much longer a delivery there takes when nothing that is measured explains it. */
const DETOUR = 1.6;
/** Free-flowing speed by region, km/h. */
const FREE_SPEED: Readonly<Record<Region, number>> = { north: 42, south: 46, east: 38, west: 50 };
/** The slowest road of the model's training set, km/h: like any tree model it knows nothing beyond. */
const SLOWEST_SEEN = 20;

interface Ride {
  readonly distance_km: number;
  readonly road_speed_kmh: number;
  readonly parcels: number;
  readonly region: Region;
  readonly hour: number;
  readonly weekday: number;
}

/** Handing over + driving at the measured speed. */
const minutes = (ride: Ride, speed: number, handover: number, eachParcel: number): number =>
  handover + eachParcel * ride.parcels + (60 * ride.distance_km) / speed;

/** The frozen model: the relation before the change as a fit finds it, cut off at the slowest road seen. */
const model = (ride: Ride): number => minutes(ride, Math.max(SLOWEST_SEEN, ride.road_speed_kmh), 4.2, 1.46);

export const delivery: Simulator = {
  name: 'delivery',
  description: 'Road construction in one region; how many minutes will a delivery take?',
  model: MODEL,
  task: 'regression',
  variants: {
    data: 'the measured road_speed_kmh in the north falls to values that the model was never trained on',
    concept: 'nothing that the model sees changes; the minutes in the north grow',
  },

  changes({ variant, changeAt }: World): readonly Change[] {
    const at = new Date(changeAt).toISOString();
    const segments = { region: CONSTRUCTION };
    if (variant === 'data') {
      const description =
        'Construction in the north: measured road_speed_kmh falls to 30 % of what it was, below every speed of the ' +
        'training set. Minutes given the true speed are as before, but the model cannot follow.';
      return [{ at, kind: 'data', features: ['road_speed_kmh'], segments, description }];
    }
    const description = 'Detours in the north that no feature shows: deliveries there take 60 % longer.';
    return [{ at, kind: 'concept', features: [], segments, description }];
  },

  *cases(world: World): Generator<Case> {
    const stream = namedStreams(world.seed);
    const [ride, road, noise, scorer] = ['ride', 'road', 'noise', 'scorer'].map(stream) as [
      Random,
      Random,
      Random,
      Random,
    ];
    const times = arrivals(stream('arrivals'), world.start, world.end, SEASON, () => PER_HOUR * world.scale);
    let number = 0;
    for (const time of times) {
      const features = drawRide(ride, road, world, time);
      const changed =
        world.variant === 'concept' && time >= world.changeAt && features.region === CONSTRUCTION;
      const expected = minutes(features, features.road_speed_kmh, 4, 1.5) * (changed ? DETOUR : 1);
      const taken = rounded(Math.max(2, expected + 2.5 * normal(noise)), 1);
      const id = `delivery-${world.seed}-${number++}`;
      yield {
        prediction: {
          id,
          model: MODEL,
          version: '1',
          time,
          features: { ...features },
          prediction: rounded(model(features), 1),
          latencyMs: rounded(lognormal(scorer, 15, 0.4), 1),
          segments: { region: features.region },
        },
        // It is known when the parcel is handed over.
        outcome: {
          id,
          model: MODEL,
          time: time + Math.round(taken * 60_000),
          outcome: taken,
          values: { minutes: taken },
        },
      };
    }
  },
};

function drawRide(random: Random, road: Random, world: World, time: EventTime): Ride {
  const region = pick(random, REGIONS);
  const hour = hourOf(time);
  const weekday = weekdayOf(time);
  const speed = Math.max(
    SLOWEST_SEEN,
    FREE_SPEED[region] * flow(hour, weekday) * Math.exp(0.12 * normal(road)),
  );
  const construction = world.variant === 'data' && time >= world.changeAt && region === CONSTRUCTION;
  return {
    distance_km: rounded(Math.min(20, lognormal(random, 4.5, 0.5)), 2),
    road_speed_kmh: rounded(construction ? speed * SPEED_LEFT : speed, 1),
    parcels: 1 + Math.min(4, Math.floor(lognormal(random, 0.7, 0.8))),
    region,
    hour,
    weekday,
  };
}

/** Rush hours on working days slow everything down. */
function flow(hour: number, weekday: number): number {
  if (weekday >= 5) return 0.95;
  return (hour >= 7 && hour <= 9) || (hour >= 16 && hour <= 18) ? 0.72 : 0.95;
}
