import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Use } from '../performance/process-use.js';

export interface ProgramRun extends Use {
  /** From its start to its end. */
  readonly seconds: number;
  readonly stdout: string;
}

const child = fileURLToPath(new URL('child.js', import.meta.url));

/**
 * A command of the program in a process of its own.
 *
 * @param endings exit codes that are no failure
 * @throws on any other
 */
export async function runProgram(
  args: readonly string[],
  endings: readonly number[] = [0],
): Promise<ProgramRun> {
  const started = performance.now();
  const running = spawn(process.execPath, [child, ...args], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  let used: Use | null = null;
  running.on('message', (message) => {
    used = message as Use;
  });
  const exited = new Promise<number | null>((resolve) => running.once('exit', resolve));
  const closed = new Promise<void>((resolve) => running.once('close', () => resolve()));
  const stdout = await text(running.stdout!);
  const code = await exited;
  const seconds = (performance.now() - started) / 1000;
  await closed;
  if (used === null || code === null || !endings.includes(code))
    throw new Error(`leeway ${args.join(' ')} ended with ${String(code)}`);
  return { seconds, stdout, ...(used as Use) };
}
