import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Engine } from '../../../bench/chaos/failpoint.js';
import { runChaos, type ChaosResult } from '../../../bench/chaos/run.js';
import { verdict } from '../../../bench/chaos/report.js';
import { startInflux } from '../../services/influx.js';
import { startRestartableKafka } from '../../services/kafka-restartable.js';
import { builtCli } from '../demo/built-cli.js';
import { temporaryFolder } from '../demo/temporary-folder.js';

/** `LEEWAY_SEED` draws another load and other faults. */
const SEED = Number(process.env['LEEWAY_SEED'] ?? 7);
/** Two weeks make a reference; one more day for the first training to be in force. */
const DAYS = 17;
const ROWS_A_DAY = 48;
const KILLS = 8;

/**
 * `npm run chaos`, short: what CI can afford. The services are its own, as it kills them too.
 *
 * @throws Error with all that is wrong, and the seed to have it again
 */
export async function shortRun(engine: Engine): Promise<ChaosResult> {
  const lines: string[] = [];
  const options = {
    engine,
    kills: KILLS,
    everyKind: false,
    seed: SEED,
    days: DAYS,
    rowsADay: ROWS_A_DAY,
    folder: join(temporaryFolder(), engine),
    build: build(),
    services: { kafka: startRestartableKafka, influx: startInflux },
    say: (words: string) => lines.push(words),
  };
  const story = (): string => `LEEWAY_SEED=${SEED}\n${lines.join('\n')}`;
  let result: ChaosResult;
  try {
    result = await runChaos(options);
  } catch (error) {
    throw new Error(`the run did not come to its end: ${String(error)}\n${story()}`, { cause: error });
  }
  if (result.wrong.length > 0) throw new Error(`${verdict(result)}\n${story()}`);
  return result;
}

/** The build that `npm test` makes. */
function build(): { readonly cli: string; readonly preload: string } {
  const preload = resolve('dist/bench/chaos/preload.js');
  const source = 'bench/chaos/preload.ts';
  if (!existsSync(preload) || statSync(preload).mtimeMs < statSync(source).mtimeMs) {
    throw new Error(`${preload} is missing or older than ${source}: run "npm run build" first`);
  }
  return { cli: builtCli(), preload };
}
