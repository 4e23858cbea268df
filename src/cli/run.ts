import { stageNames, type StageName } from '../topology.js';
import { startLeeway } from './compose.js';
import { createLogger } from './logger.js';
import { readConfig, type ConfigFlags } from './settings.js';

export interface RunFlags extends ConfigFlags {
  readonly stage?: string;
  readonly verbose?: boolean;
}

/** `leeway run`: the stages of the topology, until a signal. Returns the exit code. */
export async function run(flags: RunFlags): Promise<number> {
  const stages = stagesOf(flags.stage);
  const config = readConfig(flags);
  const logger = createLogger(flags.verbose ? 'debug' : 'info');
  let failed: Error | null = null;
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const leeway = await startLeeway({
    config,
    stages,
    logger,
    onFatal: (error) => {
      failed ??= error;
      stop();
    },
  });
  logger.info(
    { stages, log: config.kafka ? config.kafka.brokers.join(',') : config.data, url: leeway.url },
    'leeway is running',
  );
  process.stdout.write(
    leeway.url ? `Leeway is running: ${leeway.url}\n` : `Leeway is running: ${stages.join(', ')}\n`,
  );
  await stopped;
  logger.info('stopping: running batches finish first');
  await leeway.stop();
  if (failed) throw failed as Error;
  return 0;
}

function stagesOf(text: string | undefined): StageName[] {
  if (text === undefined) return stageNames;
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (!stageNames.includes(name as StageName))
      throw new Error(`--stage: there is no stage "${name}"; there are ${stageNames.join(', ')}`);
  }
  return names as StageName[];
}
