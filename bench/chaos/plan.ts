import { randomIndex, type Random } from '../../detectors/random.js';
import type { Engine } from './failpoint.js';
import type { Fault } from './fault.js';

/**
 * Draws which faults strike, in which order: each in proportion to its weight, until enough will die; before them every kind
 * once, unless the run is to be a short one.
 */
export function drawPlan(
  faults: readonly Fault[],
  engine: Engine,
  kills: number,
  everyKind: boolean,
  random: Random,
): Fault[] {
  const possible = faults.filter(({ engines }) => engines.includes(engine));
  const plan = everyKind ? shuffled(possible, random) : [];
  const total = possible.reduce((sum, { weight }) => sum + weight, 0);
  let dead = plan.reduce((sum, fault) => sum + fault.kills, 0);
  while (dead < kills) {
    let left = random() * total;
    const fault = possible.find(({ weight }) => (left -= weight) < 0) ?? possible[0];
    if (fault === undefined) throw new RangeError(`no fault is known for the engine ${engine}`);
    plan.push(fault);
    dead += fault.kills;
  }
  return plan;
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = randomIndex(random, i + 1);
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}
