import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { builtCli } from './built-cli.js';
import { temporaryFolder } from './temporary-folder.js';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const running = new Set<CliProcess>();
// A run that is interrupted ends in `process.exit`: no process is left behind then either.
process.once('exit', () => running.forEach((cli) => cli.signal('SIGKILL')));

/**
 * `leeway ARGS...` as a process of its own, the leader of its own process group, in a folder without a `leeway.yaml`.
 * Nothing of what it says is passed on; an error that these tests throw ends with the last lines of it.
 */
export class CliProcess {
  readonly args: readonly string[];
  /** Resolves when the process has ended and all that it wrote has been read. */
  readonly ended: Promise<Exit>;
  stdout = '';
  stderr = '';
  exit: Exit | null = null;
  readonly #child: ChildProcess;

  constructor(args: readonly string[], { cwd = temporaryFolder() }: { readonly cwd?: string } = {}) {
    this.args = args;
    this.#child = spawn(process.execPath, [builtCli(), ...args], {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    running.add(this);
    this.ended = once(this.#child, 'close').then(([code, signal]) => {
      running.delete(this);
      return (this.exit = { code, signal } as Exit);
    });
  }

  /** Sends a signal to the process and all that it has started. */
  signal(name: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined || this.exit !== null) return;
    try {
      process.kill(-pid, name);
    } catch (error) {
      // ESRCH: it ended by itself a moment ago, and `ended` is about to say so.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** Asks it to stop, as a service manager would. */
  async stop(): Promise<Exit> {
    this.signal('SIGTERM');
    return this.ended;
  }

  /** Polls until `find` finds something; an error when the process ends first. The limit only ends what would hang. */
  async until<T>(
    what: string,
    find: () => T | null | undefined | Promise<T | null | undefined>,
    limitMs = 240_000,
  ): Promise<T> {
    const deadline = performance.now() + limitMs;
    for (;;) {
      const found = await find();
      if (found !== null && found !== undefined) return found;
      if (this.exit !== null) throw this.failure(`ended (${JSON.stringify(this.exit)}) before this: ${what}`);
      if (performance.now() > deadline) throw this.failure(`not within ${limitMs} ms: ${what}`);
      await pause(25);
    }
  }

  /** The address that it says it listens at. */
  async url(): Promise<string> {
    return this.until(
      'the address of the server',
      () => /http:\/\/127\.0\.0\.1:\d+/.exec(this.stdout + this.stderr)?.[0],
    );
  }

  /** GET of a JSON document; undefined where there is none (yet). */
  async get<T>(path: string): Promise<T | undefined> {
    const response = await fetch((await this.url()) + path).catch((error: unknown) => {
      // Refused or cut off: the process is ending, and whoever asked sees that by `exit`.
      if (error instanceof TypeError) return undefined;
      throw error;
    });
    return response?.ok === true ? ((await response.json()) as T) : undefined;
  }

  failure(what: string): Error {
    const tail = (text: string): string => text.trimEnd().split('\n').slice(-40).join('\n');
    return new Error(`leeway ${this.args.join(' ')}\n${what}\n${tail(this.stdout)}\n${tail(this.stderr)}`);
  }
}

/** Runs a command to its end. */
export async function runCli(args: readonly string[], cwd?: string): Promise<CliProcess> {
  const cli = new CliProcess(args, cwd === undefined ? {} : { cwd });
  await cli.ended;
  return cli;
}

/** Kills what a test that failed has left running. */
export async function killRunning(): Promise<void> {
  for (const cli of running) {
    cli.signal('SIGKILL');
    await cli.ended;
  }
}
