import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LegResult, LegTask } from './leg-task.js';

const script = fileURLToPath(new URL('leg.js', import.meta.url));

/**
 * Runs one leg in a child process.
 *
 * @throws Error when the child ends without a result (it has said why on standard error)
 */
export async function runLeg(task: LegTask): Promise<LegResult> {
  const child = fork(script, [JSON.stringify(task)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const messages: LegResult[] = [];
  child.on('message', (message) => messages.push(message as LegResult));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const [result] = messages;
  if (result === undefined || code !== 0) {
    throw new Error(`the leg ${legName(task)} ended with ${String(code)} and no result`);
  }
  return result;
}

export function legName({ leg, kafka }: Pick<LegTask, 'leg' | 'kafka'>): string {
  return `${kafka ? 'kafka' : 'embedded'}-${leg}`;
}
