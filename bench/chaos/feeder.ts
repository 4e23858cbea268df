import type { EventLog, Follower, NewRecord } from '../../src/log/port.js';
import { Gates, WATCHED } from './gates.js';
import type { Item, Load } from './load.js';
import { SIDES } from './sides.js';

/** How far a run has come. */
export interface Progress {
  /** Items of the load that are in the log. */
  readonly fed: number;
  /** Records that are in the books. */
  readonly read: number;
  readonly ended: boolean;
  /** Retraining requests that are being worked on. */
  readonly pending: number;
  /** Event time up to which everything is decided, epoch ms. */
  readonly decidedUntil: number;
}

export interface FeederOptions {
  readonly log: EventLog;
  readonly load: Load;
  readonly leadMs: number;
  readonly onProgress: (progress: Progress) => void;
}

/** Small, so that kills fall between and into appends. */
const ITEMS_AN_APPEND = 250;

/**
 * Appends the load up to a target that may be raised. What is in the log already is told from the ends of its partitions, and
 * it is the only writer of them: so whatever killed it or its log in between, every item is appended once, in order.
 */
export class Feeder {
  readonly #options: FeederOptions;
  readonly #gates: Gates;
  readonly #follower: Follower;
  #fed = 0;
  #target = 0;
  #closed = false;
  #wake: () => void = () => undefined;
  #work: Promise<void> = Promise.resolve();

  private constructor(options: FeederOptions, gates: Gates, follower: Follower) {
    this.#options = options;
    this.#gates = gates;
    this.#follower = follower;
  }

  /** The topics must be there. */
  static async open(options: FeederOptions): Promise<Feeder> {
    const gates = new Gates(options.leadMs);
    let tell = (): void => undefined;
    const follower = await options.log.follow([...WATCHED], 'first', (records) => {
      for (const record of records) gates.pass(record);
      tell();
    });
    const feeder = new Feeder(options, gates, follower);
    tell = () => feeder.#tell();
    return feeder;
  }

  /** Works towards the target; `failed` hears why it had to give up (a log that does not answer): open a new feeder then. */
  start(failed: (error: unknown) => void): void {
    this.#work = this.#run().catch((error: unknown) => {
      if (!this.#closed) failed(error);
    });
  }

  aimAt(target: number): void {
    this.#target = Math.max(this.#target, target);
    this.#wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#work;
    await this.#follower.close();
  }

  #tell(): void {
    const { read, ended, pending, decidedUntil } = this.#gates;
    this.#options.onProgress({ fed: this.#fed, read, ended, pending, decidedUntil });
    this.#wake();
  }

  async #run(): Promise<void> {
    const { log, load } = this.#options;
    const ends = await endsOf(log, load.options.partitions);
    // The items that are in the log already: of each partition as many as it holds.
    const behind = load.items.filter((item) => {
      const lane = laneOf(item);
      const left = ends.get(lane) ?? 0;
      if (left > 0) ends.set(lane, left - 1);
      return left > 0;
    });
    const there = new Set(behind);
    const missing = load.items.filter((item) => !there.has(item));
    this.#fed = load.items.length - missing.length;
    this.#tell();
    for (let at = 0; !this.#closed;) {
      const batch: Item[] = [];
      // A batch that was cut short left gaps in the order: what counts is how many are there.
      while (batch.length < ITEMS_AN_APPEND && this.#fed + batch.length < this.#target) {
        const item = missing[at + batch.length];
        if (item === undefined || !this.#gates.lets(item)) break;
        batch.push(item);
      }
      if (batch.length === 0) {
        await this.#news();
        continue;
      }
      await log.append(batch.map((item) => this.#record(item)));
      at += batch.length;
      this.#fed += batch.length;
      this.#tell();
    }
  }

  #news(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #record(item: Item): NewRecord {
    const { side, partition, key } = item;
    return { topic: side, partition, key, value: Buffer.from(item.text(this.#gates.versionFor(item))) };
  }
}

function laneOf({ side, partition }: Item): string {
  return `${side}/${partition}`;
}

async function endsOf(log: EventLog, partitions: number): Promise<Map<string, number>> {
  const ends = new Map<string, number>();
  for (const side of SIDES) {
    for (let partition = 0; partition < partitions; partition++) {
      const { next } = await log.range(side, partition);
      ends.set(`${side}/${partition}`, next);
    }
  }
  return ends;
}
