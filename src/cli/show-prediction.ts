import { lifeText } from '../server/life/life-text.js';
import { momentFlag } from './moment-flag.js';
import { withOperations } from './operations-access.js';
import { readConfig, type ConfigFlags } from './settings.js';

export interface ShowPredictionFlags extends ConfigFlags {
  readonly model?: string;
  readonly since?: string;
  readonly url?: string;
  readonly json?: boolean;
}

/** `leeway show prediction ID`: its whole life, from the logs. 1 = there is no such record. */
export async function showPrediction(id: string, flags: ShowPredictionFlags): Promise<number> {
  const { model, since } = flags;
  const life = await withOperations(readConfig(flags), flags.url, (operations) =>
    operations.life({
      id,
      ...(model !== undefined && { model }),
      ...(since !== undefined && { since: momentFlag('--since', since, Date.now()) }),
    }),
  );
  process.stdout.write(`${flags.json ? JSON.stringify(life) : lifeText(life)}\n`);
  return life.records.length > 0 ? 0 : 1;
}
