/** The stories that Leeway exists for, with their ground truth: `leeway simulate NAME --variant V --seed N --scale X`. */
import { DAY_MS } from './arrivals.js';
import { churn } from './churn.js';
import { delivery } from './delivery.js';
import { inEventTimeOrder } from './event-order.js';
import { namedStreams } from './random.js';
import { sale } from './sale.js';
import type { Simulation, SimulationOptions, Simulator, World } from './simulation.js';

export type {
  Change,
  GroundTruth,
  SimulatedEvent,
  Simulation,
  SimulationOptions,
  Simulator,
} from './simulation.js';

export const simulators: Readonly<Record<string, Simulator>> = { churn, delivery, sale };

/** 2025-01-06, a Monday: a fixed date, so that the same seed gives the same bytes on every day. */
export const DEFAULT_START = Date.UTC(2025, 0, 6);

/**
 * One simulation: eight weeks of a world that its model was fitted on, then the change, then four weeks more.
 *
 * @param name a key of `simulators`
 * @throws RangeError for an unknown name or variant (names the known ones) and for options out of range
 * @example
 * const { truth, events } = simulate('churn', { variant: 'concept', seed: 7 });
 */
export function simulate(name: string, options: Partial<SimulationOptions> = {}): Simulation {
  const simulator = simulators[name];
  if (!simulator) throw new RangeError(`no simulator ${name}: use ${Object.keys(simulators).join(', ')}`);
  const world = worldOf(simulator, options);
  const iso = (time: number): string => new Date(time).toISOString();
  return {
    truth: {
      name,
      variant: world.variant,
      seed: world.seed,
      scale: world.scale,
      model: simulator.model,
      task: simulator.task,
      start: iso(world.start),
      end: iso(world.end),
      changes: simulator.changes(world),
    },
    events: { [Symbol.iterator]: () => inEventTimeOrder(simulator.cases(world), simulator.model) },
  };
}

function worldOf(simulator: Simulator, options: Partial<SimulationOptions>): World {
  const variants = Object.keys(simulator.variants);
  const { seed = 1, scale = 1, daysBefore = 56, daysAfter = 28, start = DEFAULT_START } = options;
  const variant = options.variant ?? variants[0]!;
  if (!variants.includes(variant)) {
    throw new RangeError(`${simulator.name} has no variant ${variant}: use ${variants.join(' or ')}`);
  }
  // Refuses a wrong seed here and not at the first event, when the truth has been written already.
  namedStreams(seed);
  if (!(scale > 0 && Number.isFinite(scale))) throw new RangeError(`scale must be above 0, not ${scale}`);
  for (const [name, days] of Object.entries({ daysBefore, daysAfter })) {
    if (!(days >= 0 && Number.isFinite(days))) throw new RangeError(`${name} must be 0 or more, not ${days}`);
  }
  if (start % DAY_MS !== 0)
    throw new RangeError(`start must be midnight UTC, not ${new Date(start).toISOString()}`);
  const changeAt = start + daysBefore * DAY_MS;
  return { variant, seed, scale, daysBefore, daysAfter, start, changeAt, end: changeAt + daysAfter * DAY_MS };
}
