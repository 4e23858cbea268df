/** Whom a fault strikes, and where in its commits. */
import { setTimeout as pause } from 'node:timers/promises';
import { randomIndex, type Random } from '../../detectors/random.js';
import type { Failpoint, Step } from './failpoint.js';
import type { Scene } from './fault.js';
import type { Slot } from './fleet.js';

/** A step that the load does not reach while it lasts is given up after this long, and counted as not struck. */
export const UNREACHED_MS = 5_000;
export const NOT_REACHED = 'a step that was not reached';

const STAGES = ['profiler', 'evaluator'] as const;

/** A victim: a member that runs. */
export async function victim({ fleet, random }: Scene): Promise<Slot> {
  for (;;) {
    const { living } = fleet;
    const slot = living[randomIndex(random, living.length)];
    if (slot !== undefined) {
      await fleet.untilRunning(slot);
      if (slot.member?.isAlive === true) return slot;
    }
    await pause(20);
  }
}

/** A step of that engine: of one stage where it belongs to one; the steps of the one LMDB writer belong to none. */
export function drawFailpoint(
  random: Random,
  steps: readonly Step[],
  signal: Failpoint['signal'],
  most: number,
): Failpoint {
  const step = steps[randomIndex(random, steps.length)] as Step;
  const nobodys = step === 'write' || step === 'flush';
  const stage = nobodys
    ? null
    : step.startsWith('local')
      ? 'profiler'
      : (STAGES[randomIndex(random, STAGES.length)] ?? null);
  return { step, stage, nth: 1 + randomIndex(random, most), signal };
}
