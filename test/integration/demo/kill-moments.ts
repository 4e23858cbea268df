import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { namedStreams, uniform } from '../../../producers/simulators/random.js';
import { FIRST_DAY } from '../../../producers/flights/dataset.js';
import type { RetrainingRecord } from '../../../src/records/feed.js';
import type { CliProcess } from './cli-process.js';
import { DEMO_MODEL, statusOf } from './run-demo.js';

const DAY = 86_400_000;
/** Longer than the whole run takes on the slowest machine: it only ends a run that hangs. */
const HANGS_AFTER_MS = 900_000;

/** A moment to kill a demo at: how long after something that it has reached. */
export interface KillMoment {
  readonly phase: string;
  readonly reached: (demo: CliProcess) => Promise<true | undefined>;
  readonly delayMs: number;
}

/** `LEEWAY_SEED`, else a new one: every run tries other moments. Printed, so that a failure can be had again. */
export function killSeed(): number {
  const seed = Number(process.env['LEEWAY_SEED'] ?? randomInt(2 ** 32 - 1));
  process.stderr.write(`kill -9: LEEWAY_SEED=${seed}\n`);
  return seed;
}

/**
 * Three moments drawn from a seed, one in each phase of 60 days: while version 0 scores, around the first training and
 * its promotion, and from the storm to the retraining that it causes. They hang on what the stream has reached and not on
 * the clock alone, so that none falls outside of its phase, or after the end, because a machine was slow or quick.
 *
 * @param seconds wall time of an undisturbed run: the measure of the delays
 */
export function drawKillMoments(seed: number, engine: string, seconds: number): readonly KillMoment[] {
  const random = namedStreams(seed)(engine);
  const before = FIRST_DAY + DAY * uniform(random, 1, 42);
  const storm = FIRST_DAY + DAY * uniform(random, 52, 57);
  const within = (share: number): number => 1000 * seconds * uniform(random, 0, share);
  return [
    {
      phase: 'before the first training',
      reached: (demo) => decided(demo, before),
      delayMs: within(0.02),
    },
    { phase: 'around the first training', reached: requested, delayMs: within(0.08) },
    { phase: 'from the storm on', reached: (demo) => decided(demo, storm), delayMs: within(0.04) },
  ];
}

/** Waits for the moment and kills; an error when the demo has ended by itself before. */
export async function killAt(demo: CliProcess, { phase, reached, delayMs }: KillMoment): Promise<void> {
  await demo.until(`kill ${phase}`, () => reached(demo), HANGS_AFTER_MS);
  await pause(delayMs);
  demo.signal('SIGKILL');
  const exit = await demo.ended;
  if (exit.signal !== 'SIGKILL') {
    throw demo.failure(
      `it was to be killed ${phase}, ${delayMs.toFixed(0)} ms later, but had ended: ${JSON.stringify(exit)}`,
    );
  }
}

async function decided(demo: CliProcess, time: number): Promise<true | undefined> {
  const status = await statusOf(demo, DEMO_MODEL);
  return (status?.decidedUntil ?? -Infinity) >= time ? true : undefined;
}

async function requested(demo: CliProcess): Promise<true | undefined> {
  const answer = await demo.get<{ retrainings: RetrainingRecord[] }>('/api/retrainings');
  return (answer?.retrainings.length ?? 0) > 0 ? true : undefined;
}
