import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LegResult, LegTask } from './leg-task.js';

const script = fileURLToPath(new URL('leg.js', import.meta.url));

/**
 * Runs one leg in a child process.
 *
 * @param profile where to write its CPU profile, if it is wanted
 * @throws Error when the child ends without a result (it has said why on standard error)
 */
export async function runLeg(task: LegTask, profile?: { folder: string; name: string }): Promise<LegResult> {
  const execArgv = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile.folder}`, `--cpu-prof-name=${profile.name}`] : [];
  const child = fork(script, [JSON.stringify(task)], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let result: LegResult | null = null;
  child.once('message', (message) => (result = message as LegResult));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (result === null || code !== 0) throw new Error(`the leg ${legName(task)} ended with ${String(code)} and no result`);
  return result;
}

export function legName({ leg, kafka }: Pick<LegTask, 'leg' | 'kafka'>): string {
  return `${kafka ? 'kafka' : 'embedded'}-${leg}`;
}

export function profilePath(profile: { folder: string; name: string }): string {
  return join(profile.folder, profile.name);
}
