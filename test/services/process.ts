import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where downloaded services are kept between runs: inside the project, ignored by git. */
export const cacheFolder = fileURLToPath(new URL('../../.cache/services/', import.meta.url));
const lifeline = fileURLToPath(new URL('lifeline.mjs', import.meta.url));

/** A new, empty folder below the cache, for one run. */
export function freshFolder(prefix: string): string {
  mkdirSync(cacheFolder, { recursive: true });
  return mkdtempSync(join(cacheFolder, `${prefix}-`));
}

/** The path of an executable on PATH. */
export function onPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** A port of 127.0.0.1 that was free a moment ago; whoever starts a server on it must cope with losing the race. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no TCP port was given');
  return address.port;
}

/** Runs a command to its end; throws with the end of its output when it fails. */
export async function run(command: string, args: readonly string[], cwd?: string): Promise<void> {
  const output: string[] = [];
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new Error(`${command} ${args.join(' ')} ended with ${String(code)}:\n${lastLines(output.join(''))}`);
}

export interface Server {
  /** What the server has written so far. */
  log(): string;
  /** The exit code once it has ended, `undefined` while it runs. */
  ended(): number | undefined;
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

/** Starts a server behind the lifeline; its folder is removed when it ends. */
export function serve(folder: string, command: string, args: readonly string[]): Server {
  // Beside the folder, not in it: it is still wanted when the server has ended and taken its folder along.
  const logFile = `${folder}.log`;
  const descriptor = openSync(logFile, 'w');
  const child = spawn(process.execPath, [lifeline, folder, command, ...args], {
    stdio: ['pipe', descriptor, descriptor],
  });
  closeSync(descriptor);
  let code: number | undefined;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (status) => {
      code = status ?? 1;
      resolve();
    });
  });
  return {
    log: () => readFileSync(logFile, 'utf8'),
    ended: () => code,
    stop: async () => {
      child.stdin?.end();
      await exited;
      if (code === 0) rmSync(logFile, { force: true });
    },
    kill: async () => {
      child.stdin?.write('kill\n');
      await exited;
      rmSync(logFile, { force: true });
    },
  };
}

/** Waits until `ready` is true; throws with the end of the server's log when it ended or took longer than `seconds`. */
export async function untilReady(
  what: string,
  server: Server,
  ready: () => boolean | Promise<boolean>,
  seconds: number,
): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await ready())) {
    const ended = server.ended();
    if (ended !== undefined) throw new Error(`${what} ended with ${ended}:\n${lastLines(server.log())}`);
    if (performance.now() > deadline) {
      await server.stop();
      throw new Error(`${what} was not up after ${seconds} s:\n${lastLines(server.log())}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-15).join('\n');
}
