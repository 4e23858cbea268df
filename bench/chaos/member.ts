import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Failpoint } from './failpoint.js';
import { PRELOAD_VARIABLE, type Order, type PreloadOptions, type Report } from './messages.js';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Where the build is: the command line and what is loaded before it, of one and the same build. */
export interface Build {
  readonly cli: string;
  readonly preload: string;
}

export interface MemberOptions {
  readonly build: Build;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly preload: PreloadOptions;
  readonly onReport: (report: Report) => void;
  /** It ended though nobody had killed or stopped it. */
  readonly onGivenUp: (member: Member) => void;
}

const living = new Set<Member>();
// Whatever ends the driver ends its processes too.
process.once('exit', () => living.forEach((member) => member.signal('SIGKILL')));

/** `leeway run` as a process of its own, under the eyes of a chaos run. */
export class Member {
  readonly options: MemberOptions;
  /** Resolves when the process has ended and all that it wrote is read. */
  readonly ended: Promise<Exit>;
  readonly startedAt = performance.now();
  exit: Exit | null = null;
  stdout = '';
  stderr = '';
  readonly #child: ChildProcess;
  #dismissed = false;

  constructor(options: MemberOptions) {
    this.options = options;
    const { build, args, cwd, preload, onReport } = options;
    this.#child = spawn(process.execPath, ['--import', build.preload, build.cli, ...args], {
      cwd,
      env: { ...process.env, [PRELOAD_VARIABLE]: JSON.stringify(preload) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child.stdout
      ?.setEncoding('utf8')
      .on('data', (text: string) => (this.stdout = tail(this.stdout + text)));
    this.#child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => (this.stderr = tail(this.stderr + text)));
    this.#child.on('message', (message) => onReport(message as Report));
    living.add(this);
    this.ended = once(this.#child, 'close').then(([code, signal]) => {
      living.delete(this);
      this.exit = { code, signal };
      if (!this.#dismissed && signal !== 'SIGKILL') options.onGivenUp(this);
      return this.exit;
    });
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  get isAlive(): boolean {
    return this.exit === null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  order(order: Order): void {
    // A process that is just dying does not hear it, and whoever asked sees that by `exit`.
    if (this.isAlive && this.#child.connected) this.#child.send(order, () => undefined);
  }

  arm(failpoint: Failpoint | null): void {
    this.order({ kind: 'arm', failpoint });
  }

  signal(name: NodeJS.Signals): void {
    if (name === 'SIGTERM') this.#dismissed = true;
    if (this.exit === null) this.#child.kill(name);
  }

  async kill(): Promise<Exit> {
    this.signal('SIGKILL');
    return this.ended;
  }

  /** Asks it to end, as a service manager would. */
  async stop(): Promise<Exit> {
    this.signal('SIGTERM');
    return this.ended;
  }

  /** Ready to take part: it says so once its stages are subscribed. */
  get isRunning(): boolean {
    return this.stdout.includes('Leeway is running');
  }

  /** Stands still (SIGSTOP). */
  get isStopped(): boolean {
    if (!this.isAlive) return false;
    try {
      const stat = readFileSync(`/proc/${this.pid}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) === 'T';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
  }

  /** Waits until it runs; false when it has ended before that. */
  async untilRunning(): Promise<boolean> {
    while (this.isAlive && !this.isRunning) await pause(20);
    return this.isAlive;
  }

  /** The last of what it said, for an error. */
  lastWords(lines = 6): string {
    return [...this.stdout.trim().split('\n'), ...this.stderr.trim().split('\n')].slice(-lines).join('\n');
  }
}

function tail(text: string): string {
  return text.length > 65_536 ? text.slice(-32_768) : text;
}
