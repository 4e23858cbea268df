import { existsSync } from 'node:fs';
import { topicSpecs } from '../../topology.js';
import { logDirectory, openLog, openLogAdmin, stateDirectory } from '../adapters.js';
import { createLogger } from '../logger.js';
import { readConfig, type ConfigFlags } from '../settings.js';
import { missingFor, resetStage, type ResetOptions } from './reset-stage.js';
import { RESETTABLE, resetWarnings } from './warnings.js';

export interface ResetFlags extends ConfigFlags {
  readonly stage: string;
  readonly yes?: boolean;
}

/** `leeway reset --stage NAME`: says what it means, and does it only with `--yes`. */
export async function reset(flags: ResetFlags): Promise<number> {
  const stage = RESETTABLE.find((name) => name === flags.stage);
  if (stage === undefined)
    throw new Error(`--stage must be one of ${RESETTABLE.join(', ')}, got ${flags.stage}`);
  const config = readConfig(flags);
  if (!config.kafka && !existsSync(logDirectory(config)))
    throw new Error(`there is no log in ${config.data}: name the data directory with --data`);
  const logger = createLogger('warn');
  const options: ResetOptions = {
    stage,
    partitions: config.partitions,
    stateDirectory: stateDirectory(config),
    openLog: async () => {
      const log = await openLog(config, logger);
      try {
        await log.ensureTopics(topicSpecs(config.partitions, config));
        return log;
      } catch (error) {
        await log.close();
        throw error;
      }
    },
    openAdmin: () => openLogAdmin(config, logger),
  };
  for (const line of resetWarnings(stage, await missingFor(options))) process.stderr.write(`${line}\n`);
  if (!flags.yes) {
    process.stderr.write(
      'Nothing was changed. With --yes it is done; nothing of Leeway may run meanwhile.\n',
    );
    return 1;
  }
  await resetStage(options);
  process.stdout.write(`The ${stage} will begin at the first record. Start Leeway again.\n`);
  return 0;
}
