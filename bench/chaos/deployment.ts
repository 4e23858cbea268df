/** The configuration of a chaos run: short panes and short weeks, so that a month of events holds everything that can happen. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load-config.js';
import type { Config } from '../../src/config/schema.js';

export const PARTITIONS = 4;

const YAML = `partitions: ${PARTITIONS}
pane: 3h
grace: 1h
horizon: 2d
loopLead: 2d
snapshotEvery: 1s
rollingOutcomes: 300
alerts: { falseAlarms: 1 per 30 days, effect: { js: 0.1, points: 5 } }
reference: { units: 14 }
retraining: { cooldown: 3d, holdout: 5d }
`;

export const config: Config = loadConfig(YAML, 'chaos.yaml');

/** Writes `chaos.yaml` into a folder; returns its path. Where InfluxDB is used, the database is named too. */
export function writeConfig(folder: string, influxDatabase: string | null): string {
  const path = join(folder, 'chaos.yaml');
  const influx =
    influxDatabase === null ? '' : `influx: { url: 'http://127.0.0.1:1', database: ${influxDatabase} }\n`;
  writeFileSync(path, YAML + influx);
  return path;
}
