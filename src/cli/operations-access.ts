/** How a command comes to the log: by itself, or through the running Leeway that owns it. */
import { randomUUID } from 'node:crypto';
import { profilerStage } from '../../consumers/profiler/stage.js';
import { profilerSettings } from '../../consumers/stage-settings.js';
import { admissionRules } from '../config/admission.js';
import { settingsOf } from '../config/model-settings.js';
import type { Config } from '../config/schema.js';
import { LogError } from '../log/errors.js';
import type { EventLog } from '../log/port.js';
import { localOperations, type Operations } from '../server/operations/operations.js';
import { topicSpecs } from '../topology.js';
import { openExistingLog } from './adapters.js';
import { createLogger } from './logger.js';
import { ownerUrl } from './owner-address.js';
import { remoteOperations } from './remote-operations.js';

/** Operations on a log that is open in this process. */
export function operationsOn(log: EventLog, config: Config): Operations {
  return localOperations({
    log,
    partitions: config.partitions,
    profiler: profilerStage({
      ...profilerSettings(config),
      // It reads a part of a partition: who has filled up the limits is not in it.
      admission: { ...admissionRules(config), mostModels: Infinity, mostVersions: Infinity },
    }),
    paneOf: (model) => settingsOf(config, model).pane,
    clock: Date.now,
    newId: randomUUID,
  });
}

/**
 * Opens the log and closes it afterwards. The embedded one has a single owner: where that runs, it is asked instead.
 * @param url of a running Leeway; without it the owner of the log says where it listens
 */
export async function withOperations<T>(
  config: Config,
  url: string | undefined,
  work: (operations: Operations) => Promise<T>,
): Promise<T> {
  if (url !== undefined) return work(remoteOperations(url));
  let log: EventLog;
  try {
    log = await openExistingLog(
      config,
      createLogger('warn'),
      'a cluster with --kafka, or a running Leeway with --url',
    );
  } catch (error) {
    if (!(error instanceof LogError) || error.code !== 'locked') throw error;
    return askOwner(config, error, work);
  }
  try {
    await log.ensureTopics(topicSpecs(config.partitions, config));
    return await work(operationsOn(log, config));
  } finally {
    await log.close();
  }
}

async function askOwner<T>(
  config: Config,
  locked: LogError,
  work: (operations: Operations) => Promise<T>,
): Promise<T> {
  // Whoever listens where the configuration says may be another Leeway, with another log.
  const url = ownerUrl(config);
  if (url === null) {
    throw new Error(`${locked.message}. It does not listen, so it cannot be asked while it runs`, {
      cause: locked,
    });
  }
  const answers = await fetch(new URL('/healthz', url)).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!answers) {
    throw new Error(`${locked.message}. It was to be asked at ${url} and does not answer there`, {
      cause: locked,
    });
  }
  return work(remoteOperations(url));
}
