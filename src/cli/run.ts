import { stageNames, stages as table, stagesOf, type StageName } from '../topology.js';
import type { Config } from '../config/schema.js';
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
  const config = readConfig(flags);
  const stages = chosenStages(flags.stage, config);
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

function chosenStages(text: string | undefined, config: Config): StageName[] {
  if (text === undefined) return stagesOf(config);
  const names = text.split(',').map((name) => name.trim()) as StageName[];
  for (const name of names) {
    if (!stageNames.includes(name))
      throw new Error(`--stage: there is no stage "${name}"; there are ${stageNames.join(', ')}`);
    const { only } = table[name] as { readonly only?: keyof Config };
    if (only !== undefined && !stagesOf(config).includes(name))
      throw new Error(`--stage ${name}: write ${only}: true into leeway.yaml, in the one of every process`);
  }
  return names;
}
