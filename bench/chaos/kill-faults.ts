/** Processes that die: at any time, at every step, while they start, all at once, and with what they had on disk. */
import { setTimeout as pause } from 'node:timers/promises';
import { uniform } from '../../producers/simulators/random.js';
import { stepsOf, type Step } from './failpoint.js';
import type { Fault } from './fault.js';
import { drawFailpoint, NOT_REACHED, UNREACHED_MS, victim } from './victim.js';

const STARTING: readonly Step[] = ['init', 'fenced', 'restore', 'restored'];

const killAtStep: Fault = {
  name: 'kill -9 at a step',
  engines: ['embedded', 'kafka'],
  weight: 12,
  kills: 1,
  strike: async (scene) => {
    const slot = await victim(scene);
    const { member } = slot;
    const steps = stepsOf(scene.fleet.options.engine).filter((step) => !STARTING.includes(step));
    const failpoint = drawFailpoint(scene.random, steps, 'SIGKILL', 3);
    member?.arm(failpoint);
    scene.feedOn();
    const reached = await Promise.race([
      member?.ended.then(() => true),
      pause(UNREACHED_MS, false, { ref: false }),
    ]);
    if (reached) return `kill -9 at ${failpoint.step}`;
    member?.arm(null);
    return NOT_REACHED;
  },
};

/** It dies, and its successor dies once more before it has processed anything. */
const killWhileStarting: Fault = {
  name: 'kill -9 while starting',
  engines: ['embedded', 'kafka'],
  weight: 3,
  kills: 2,
  strike: async (scene) => {
    const slot = await victim(scene);
    const steps = stepsOf(scene.fleet.options.engine).filter((step) => STARTING.includes(step));
    const failpoint = drawFailpoint(scene.random, steps, 'SIGKILL', 2);
    slot.next = failpoint;
    scene.feedOn();
    const first = slot.member;
    await first?.kill();
    while (slot.member === first) await pause(10);
    const second = slot.member;
    const reached = await Promise.race([
      second?.ended.then(() => true),
      pause(UNREACHED_MS, false, { ref: false }),
    ]);
    if (reached) return `kill -9 at ${failpoint.step}`;
    second?.arm(null);
    return 'kill -9 at any time';
  },
};

export const killAnyTime: Fault = {
  name: 'kill -9 at any time',
  engines: ['embedded', 'kafka'],
  weight: 8,
  kills: 1,
  strike: async (scene) => {
    const slot = await victim(scene);
    scene.feedOn();
    await pause(uniform(scene.random, 0, 700));
    await slot.member?.kill();
    return null;
  },
};

const killEverybody: Fault = {
  name: 'kill -9 of all members at once',
  engines: ['kafka'],
  weight: 2,
  kills: 2,
  strike: async (scene) => {
    scene.feedOn();
    await pause(uniform(scene.random, 0, 1_000));
    await Promise.all(scene.fleet.living.map(async ({ member }) => member?.kill()));
    return null;
  },
};

const emptyDisk: Fault = {
  name: 'kill -9, and an empty state folder',
  engines: ['embedded', 'kafka'],
  weight: 2,
  kills: 1,
  strike: async (scene) => {
    const slot = await victim(scene);
    scene.feedOn();
    await pause(uniform(scene.random, 0, 400));
    slot.wanted = false;
    await slot.member?.kill();
    scene.fleet.forgetState(slot);
    scene.fleet.revive(slot);
    return null;
  },
};

export const killFaults: readonly Fault[] = [
  killAtStep,
  killWhileStarting,
  killAnyTime,
  killEverybody,
  emptyDisk,
];
