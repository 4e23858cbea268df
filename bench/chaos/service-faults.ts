/** What happens to what Leeway stands on: the broker, the metric store, the disk. */
import { setTimeout as pause } from 'node:timers/promises';
import { randomIndex } from '../../detectors/random.js';
import { uniform } from '../../producers/simulators/random.js';
import type { Fault } from './fault.js';
import type { ProxyMode } from './tcp-proxy.js';

const brokerRestart: Fault = {
  name: 'the broker is killed and started again',
  engines: ['kafka'],
  weight: 1,
  kills: 0,
  strike: async (scene) => {
    scene.feedOn();
    await pause(uniform(scene.random, 0, 500));
    await scene.kafka?.kill();
    await pause(uniform(scene.random, 0, 2_000));
    await scene.kafka?.start();
    return null;
  },
};

const TROUBLES: readonly ProxyMode[] = ['slow', 'silent', 'dead'];

const influxTrouble: Fault = {
  name: 'InfluxDB in trouble',
  engines: ['kafka'],
  weight: 2,
  kills: 0,
  strike: async (scene) => {
    const mode = TROUBLES[randomIndex(scene.random, TROUBLES.length)] as ProxyMode;
    scene.influx?.turn(mode);
    scene.feedOn();
    await pause(uniform(scene.random, 1_000, 4_000));
    scene.influx?.turn('pass');
    return `InfluxDB ${mode}, then back`;
  },
};

const diskFull: Fault = {
  name: 'a full disk',
  engines: ['embedded', 'kafka'],
  weight: 1,
  kills: 0,
  mayEndProcess: true,
  strike: async (scene) => {
    if (scene.disk === null) return 'a full disk: not possible here';
    scene.disk.fill();
    scene.feedOn();
    await pause(uniform(scene.random, 1_500, 4_000));
    scene.disk.free();
    return null;
  },
};

export const serviceFaults: readonly Fault[] = [brokerRestart, influxTrouble, diskFull];
