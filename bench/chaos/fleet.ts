import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createKafkaLog } from '../../src/log/kafka/index.js';
import type { EventLog } from '../../src/log/port.js';
import { config, writeConfig } from './deployment.js';
import type { Engine, Failpoint } from './failpoint.js';
import { Feeder, type Progress } from './feeder.js';
import type { Load } from './load.js';
import { Member, type Build } from './member.js';

/** Long enough for a busy machine to keep its members, short enough for hundreds of kills. */
export const SESSION_TIMEOUT_MS = 4_000;
export const TRANSACTION_TIMEOUT_MS = 5_000;
const RESPAWN_MS = 100;

export interface FleetOptions {
  readonly engine: Engine;
  readonly build: Build;
  /** Everything that the run keeps on disk. */
  readonly folder: string;
  readonly load: Load;
  readonly kafka: { readonly address: string; readonly prefix: string } | null;
  readonly influx: { readonly url: string; readonly database: string } | null;
  /** What happens, in words, as it happens. */
  readonly say: (words: string) => void;
}

/** A place for a process, with a data folder of its own that outlives it. */
export interface Slot {
  readonly name: string;
  readonly data: string;
  member: Member | null;
  /** Started again whenever it ends, as a service manager would. */
  wanted: boolean;
  /** Armed in its next process from the very start. */
  next: Failpoint | null;
}

/** A process that ended though nobody had asked it to. */
export interface GivenUp {
  readonly slot: string;
  readonly code: number | null;
  readonly words: string;
  readonly at: number;
}

/** The processes of one deployment, kept alive; and the load, which goes to its log up to where it is wanted. */
export class Fleet {
  readonly options: FleetOptions;
  readonly slots: Slot[] = [];
  readonly givenUp: GivenUp[] = [];
  progress: Progress = { fed: 0, read: 0, ended: false, pending: 0, decidedUntil: -Infinity };
  /** Processes that ended by SIGKILL. */
  kills = 0;
  #target = 0;
  #closing = false;
  #lastReason = '';
  #feeder: { readonly log: EventLog; readonly feeder: Feeder } | null = null;
  #feeding: Promise<void> = Promise.resolve();
  readonly #config: string;

  constructor(options: FleetOptions) {
    this.options = options;
    mkdirSync(options.folder, { recursive: true });
    this.#config = writeConfig(options.folder, options.influx?.database ?? null);
  }

  /** Starts the first members; resolves when they run and the load can be fed. */
  async start(members: number): Promise<void> {
    for (let i = 0; i < members; i++) this.addSlot();
    await Promise.all(this.slots.map((slot) => this.untilRunning(slot)));
    if (this.options.kafka !== null) this.#feeding = this.#feed();
  }

  addSlot(): Slot {
    const name = `member-${this.slots.length}`;
    const data = join(this.options.folder, name);
    mkdirSync(data, { recursive: true });
    const slot: Slot = { name, data, member: null, wanted: true, next: null };
    this.slots.push(slot);
    this.#spawn(slot);
    return slot;
  }

  /** Slots whose process lives. */
  get living(): Slot[] {
    return this.slots.filter(({ wanted, member }) => wanted && member?.isAlive === true);
  }

  /** Brings a slot back that had been given up. */
  revive(slot: Slot): void {
    slot.wanted = true;
    if (slot.member?.isAlive !== true) this.#spawn(slot);
  }

  async untilRunning(slot: Slot): Promise<void> {
    while (slot.wanted && !this.#closing) {
      if (slot.member !== null && (await slot.member.untilRunning())) return;
      await pause(20);
    }
  }

  aimAt(target: number): void {
    this.#target = Math.max(this.#target, target);
    this.#feeder?.feeder.aimAt(this.#target);
    for (const { member } of this.slots) member?.order({ kind: 'feed', target: this.#target });
  }

  /** Deletes what a slot keeps on disk beside its log: the next process has to build its state from the log. */
  forgetState(slot: Slot): void {
    for (const name of readdirSync(slot.data)) {
      if (name.startsWith('state')) rmSync(join(slot.data, name), { recursive: true, force: true });
    }
  }

  /** Ends all processes gracefully. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#feeding;
    for (const slot of this.slots) slot.wanted = false;
    await Promise.all(
      this.slots.map(async ({ member, name }) => {
        if (member === null || !member.isAlive) return;
        await member.untilRunning();
        const exit = await member.stop();
        if (exit.code !== 0) {
          const words = `did not end well when it was asked to: ${JSON.stringify(exit)}\n${member.lastWords()}`;
          this.givenUp.push({ slot: name, code: exit.code, words, at: performance.now() });
        }
      }),
    );
  }

  /** Ends all processes at once: a run that failed leaves none behind. */
  async abandon(): Promise<void> {
    this.#closing = true;
    for (const slot of this.slots) slot.wanted = false;
    await Promise.all(
      this.slots.map(async ({ member }) => (member?.isAlive === true ? member.kill() : null)),
    );
    await this.#feeding;
  }

  #spawn(slot: Slot): void {
    const { engine, build, folder, load, say } = this.options;
    const failpoint = slot.next;
    slot.next = null;
    const member = new Member({
      build,
      cwd: folder,
      args: this.#args(slot),
      preload: {
        feed: engine === 'embedded' ? { load: load.options, leadMs: config.loopLead } : null,
        failpoint,
        sessionTimeoutMs: SESSION_TIMEOUT_MS,
        transactionTimeoutMs: TRANSACTION_TIMEOUT_MS,
      },
      onReport: (report) => {
        if (report.kind === 'progress') this.progress = report;
        else this.#heldUp(report.message);
      },
      onGivenUp: (member) => {
        const { exit } = member;
        this.givenUp.push({
          slot: slot.name,
          code: exit?.code ?? null,
          words: member.lastWords(),
          at: performance.now(),
        });
        say(`${slot.name} ended by itself (${exit?.code ?? exit?.signal ?? ''}): ${member.lastWords(2)}`);
      },
    });
    slot.member = member;
    member.order({ kind: 'feed', target: this.#target });
    void this.#outlive(slot, member);
  }

  async #outlive(slot: Slot, member: Member): Promise<void> {
    const { signal } = await member.ended;
    if (signal === 'SIGKILL') this.kills++;
    await pause(RESPAWN_MS);
    if (slot.wanted && slot.member === member && !this.#closing) this.#spawn(slot);
  }

  /** Said once for each reason: it is tried again several times a second. */
  #heldUp(why: string): void {
    if (why !== this.#lastReason) this.options.say(`the load is held up: ${why}`);
    this.#lastReason = why;
  }

  #args({ data }: Slot): string[] {
    const { kafka, influx } = this.options;
    const args = ['run', '--port', '0', '--data', data, '--config', this.#config];
    if (kafka) args.push('--kafka', kafka.address, '--prefix', kafka.prefix);
    if (influx) args.push('--influx', influx.url);
    return args;
  }

  /** Kafka: the driver feeds, with a client of its own that is made anew whenever the broker has let it down. */
  async #feed(): Promise<void> {
    const { kafka, load, say } = this.options;
    if (kafka === null) return;
    while (!this.#closing) {
      const log = createKafkaLog({ brokers: [kafka.address], clientId: 'chaos', prefix: kafka.prefix });
      try {
        const feeder = await Feeder.open({
          log,
          load,
          leadMs: config.loopLead,
          onProgress: (progress) => (this.progress = progress),
        });
        feeder.aimAt(this.#target);
        this.#feeder = { log, feeder };
        const failure = await new Promise<Error | null>((resolve) => {
          feeder.start((error) => resolve(error instanceof Error ? error : new Error(String(error))));
          const watch = setInterval(() => {
            if (this.#closing) resolve(null);
          }, 50);
          watch.unref();
        });
        if (failure !== null) this.#heldUp(failure.message);
        this.#feeder = null;
        await feeder.close();
      } catch (error) {
        this.#heldUp(String(error));
      } finally {
        await log.close().catch((error: unknown) => say(`closing the feeder's log: ${String(error)}`));
      }
      if (!this.#closing) await pause(250);
    }
  }
}

/** For tests of a folder that a run has left. */
export function logFolder({ data }: Slot): string {
  const folder = join(data, 'log');
  if (!existsSync(folder)) throw new Error(`${data} holds no embedded log`);
  return folder;
}
