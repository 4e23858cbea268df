/** What tests use: real services, found or provided, or the reason why not. See `keeper.ts` for their life. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { inject } from 'vitest';

import { chromiumPath } from './chromium.js';
import type { Service } from './service.js';

export { chromiumArguments, chromiumPath } from './chromium.js';
export { pythonService } from './python.js';
export { titled, type Service } from './service.js';

/** A real Kafka broker: `address` is `host:port`. `LEEWAY_KAFKA` wins. Integration tests only. */
export async function kafkaService(): Promise<Service> {
  return await ask('kafka');
}

/** A real InfluxDB 1.x: `address` is its URL. `LEEWAY_INFLUX` wins. Integration tests only. */
export async function influxService(): Promise<Service> {
  return await ask('influx');
}

/** A Chromium to open pages with: `address` is the path of the executable. */
export function chromiumService(): Service {
  const path = chromiumPath();
  if (path !== undefined) return { name: 'chromium', address: path };
  return {
    name: 'chromium',
    missing: 'no chromium or google-chrome on PATH; set LEEWAY_CHROMIUM=/path/to/it',
  };
}

/** A data set such as `elec2.csv` from the folder that `LEEWAY_DATA` names: `address` is its path. */
export function dataFile(file: string): Service {
  const folder = process.env['LEEWAY_DATA'];
  if (folder === undefined || folder === '') return { name: 'data', missing: 'LEEWAY_DATA is not set' };
  const path = join(folder, file);
  if (!existsSync(path)) return { name: 'data', missing: `there is no ${file} in LEEWAY_DATA` };
  return { name: 'data', address: path };
}

async function ask(name: string): Promise<Service> {
  const response = await fetch(`${inject('servicesUrl')}/${name}`);
  return (await response.json()) as Service;
}
