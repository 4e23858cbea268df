/** What is looked at before anything is opened, so that a wrong start says in one line what is wrong and how to mend it. */
import type { Config } from '../config/schema.js';
import { anyBroker } from './start-checks/brokers.js';
import { dataDirectory } from './start-checks/data-directory.js';
import { influxVersion } from './start-checks/influx-version.js';

/** @param warn hears what is doubtful but no reason to stop */
export async function checkStart(config: Config, warn: (text: string) => void): Promise<void> {
  await dataDirectory(config.data, config.health.diskFree, warn);
  if (config.kafka) await anyBroker(config.kafka.brokers, warn);
  if (config.influx) await influxVersion(config.influx.url);
}
