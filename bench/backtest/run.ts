import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface OwnRun {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  readonly alerts: number;
}

const child = fileURLToPath(new URL('child.js', import.meta.url));

/** The command itself in a process of its own, from its start to its end. */
export async function runBacktest(file: string, folder: string): Promise<OwnRun> {
  const started = performance.now();
  const running = spawn(
    process.execPath,
    [
      child,
      'backtest',
      file,
      '--outcome-time',
      'outcome_time',
      '--html',
      `${folder}report.html`,
      '--json',
      `${folder}report.json`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  let used: Omit<OwnRun, 'seconds'> | null = null;
  running.on('message', (message) => {
    used = message as Omit<OwnRun, 'seconds'>;
  });
  const code = await new Promise<number | null>((resolve) => running.once('exit', resolve));
  const seconds = (performance.now() - started) / 1000;
  if (used === null || (code !== 0 && code !== 3)) throw new Error(`the backtest ended with ${String(code)}`);
  return { seconds, ...(used as Omit<OwnRun, 'seconds'>) };
}
