/** Processes that live on: asked to end, standing still for too long, coming and going. */
import { setTimeout as pause } from 'node:timers/promises';
import { uniform } from '../../producers/simulators/random.js';
import type { Fault } from './fault.js';
import { SESSION_TIMEOUT_MS, TRANSACTION_TIMEOUT_MS, type Slot } from './fleet.js';
import { drawFailpoint, NOT_REACHED, UNREACHED_MS, victim } from './victim.js';

const MOST_MEMBERS = 4;

const terminate: Fault = {
  name: 'SIGTERM',
  engines: ['embedded', 'kafka'],
  weight: 2,
  kills: 0,
  strike: async (scene) => {
    const slot = await victim(scene);
    scene.feedOn();
    await pause(uniform(scene.random, 0, 500));
    const { member } = slot;
    const exit = await member?.stop();
    if (exit && exit.code !== 0)
      throw new Error(`SIGTERM ended in ${JSON.stringify(exit)}:\n${member?.lastWords(20) ?? ''}`);
    return null;
  },
};

const pauseBriefly: Fault = {
  name: 'SIGSTOP and SIGCONT',
  engines: ['embedded'],
  weight: 1,
  kills: 0,
  strike: async (scene) => {
    const slot = await victim(scene);
    scene.feedOn();
    await standStill(slot, uniform(scene.random, 200, 2_000));
    return null;
  },
};

/** Stands still for longer than the group waits for it: comes back to find its partitions taken. */
const zombie: Fault = {
  name: 'SIGSTOP beyond the session, then SIGCONT',
  engines: ['kafka'],
  weight: 2,
  kills: 0,
  strike: async (scene) => {
    const slot = await victim(scene);
    scene.feedOn();
    await standStill(slot, 1.5 * SESSION_TIMEOUT_MS);
    return null;
  },
};

/** Stands still inside of a transaction for longer than the broker lets it: the broker ends it. */
const transactionTimeout: Fault = {
  name: 'a transaction that times out',
  engines: ['kafka'],
  weight: 2,
  kills: 0,
  strike: async (scene) => {
    const slot = await victim(scene);
    const failpoint = drawFailpoint(scene.random, ['sent', 'offsets'], 'SIGSTOP', 2);
    slot.member?.arm(failpoint);
    scene.feedOn();
    for (let waited = 0; slot.member?.isStopped !== true; waited += 20) {
      if (waited > UNREACHED_MS || slot.member?.isAlive !== true) {
        slot.member?.arm(null);
        return NOT_REACHED;
      }
      await pause(20);
    }
    await pause(1.5 * Math.max(SESSION_TIMEOUT_MS, TRANSACTION_TIMEOUT_MS));
    slot.member?.signal('SIGCONT');
    return `a transaction that times out at ${failpoint.step}`;
  },
};

const joinGroup: Fault = {
  name: 'a member joins',
  engines: ['kafka'],
  weight: 2,
  kills: 0,
  strike: async (scene) => {
    const { fleet } = scene;
    if (fleet.living.length >= MOST_MEMBERS) return leaveGroup.strike(scene);
    scene.feedOn();
    const idle = fleet.slots.find(({ wanted }) => !wanted);
    if (idle === undefined) fleet.addSlot();
    else fleet.revive(idle);
    return null;
  },
};

const leaveGroup: Fault = {
  name: 'a member leaves',
  engines: ['kafka'],
  weight: 2,
  kills: 0,
  strike: async (scene) => {
    if (scene.fleet.living.length <= 1) return joinGroup.strike(scene);
    const slot = await victim(scene);
    scene.feedOn();
    slot.wanted = false;
    await pause(uniform(scene.random, 0, 500));
    await slot.member?.stop();
    return 'a member leaves';
  },
};

async function standStill({ member }: Slot, ms: number): Promise<void> {
  member?.signal('SIGSTOP');
  await pause(ms);
  member?.signal('SIGCONT');
}

export const memberFaults: readonly Fault[] = [
  terminate,
  pauseBriefly,
  zombie,
  transactionTimeout,
  joinGroup,
  leaveGroup,
];
