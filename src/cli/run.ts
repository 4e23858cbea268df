import { stageNames, type StageName } from '../topology.js';
import { startLeeway } from './compose.js';
import { createLogger } from './logger.js';
import { readConfig, type ConfigFlags } from './settings.js';
import { Stop } from './stop.js';

export interface RunFlags extends ConfigFlags {
  readonly stage?: string;
  readonly verbose?: boolean;
}

/** `leeway run`: the stages of the topology, until a signal. Returns the exit code. */
export async function run(flags: RunFlags): Promise<number> {
  const stages = stagesOf(flags.stage);
  const config = readConfig(flags);
  const logger = createLogger(flags.verbose ? 'debug' : 'info');
  const stop = new Stop(config.stopWithin);
  let failed: Error | null = null;
  const leeway = await startLeeway({
    config,
    stages,
    logger,
    // Several processes on one machine have one configuration: only a port that is named for this one is taken.
    showHealth: flags.port !== undefined,
    onFatal: (error) => {
      failed ??= error;
      stop.ask('a stage cannot go on');
    },
  });
  logger.info(
    { stages, log: config.kafka ? config.kafka.brokers.join(',') : config.data, url: leeway.url },
    'leeway is running',
  );
  process.stdout.write(`Leeway is running: ${whatRuns(stages, leeway.url)}\n`);
  const why = await stop.asked;
  logger.info({ why, within: config.stopWithin }, 'stopping: running batches finish first');
  await stop.within(leeway.stop());
  logger.info('stopped');
  if (failed) throw failed as Error;
  return 0;
}

function whatRuns(stages: readonly StageName[], url: string | null): string {
  if (url === null) return stages.join(', ');
  return stages.includes('feed') ? url : `${stages.join(', ')} (health and metrics: ${url})`;
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
