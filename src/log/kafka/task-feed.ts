import type { LogRecord, Offset, TaskHandler } from '../port.js';

/** The side of the consumer that a feed needs: of one partition index. */
export interface FetchControl {
  /** Stops fetching a topic whose batch was set aside. */
  pause(topic: string): void;
  /** Goes on fetching a topic that was set aside, from `offset`. */
  resumeAt(topic: string, offset: number): void;
  /** Calls back once the consumer has fetched again from all brokers and delivered what it got. */
  afterNextFetch(callback: () => void): void;
}

/** What became of a fetched batch: all processed; put aside, its topic paused; or not wanted any more. */
export type Outcome = 'done' | 'aside' | 'dropped';

/** Of more than so many records each topic's are handed over by themselves: a commit of them costs little beside the work. */
const FEW_RECORDS = 10_000;

/** One topic of a task: at most one fetched batch is in hand. */
interface Lane {
  readonly topic: string;
  records: readonly LogRecord[];
  /** Index in `records` of the next to process. */
  at: number;
  /** Offset after the last record that was processed, or after the batch where all of it was. */
  position: number;
  /** Offset after the batch in hand, transaction markers included: where to fetch next. */
  end: number;
  highWatermark: number;
  /** Answers the consumer; absent once the batch is set aside. */
  settle: ((outcome: Outcome) => void) | undefined;
  /** Known to have unread records, but the last fetch did not bring any: do not wait for it. */
  barren: boolean;
}

/**
 * Hands the fetched batches of a task's topics to its handler: one call at a time, in slices, the preferred topic
 * first; a handler that takes topics together gets small batches of all of them in one call. Where the preferred one has unread records that are not fetched yet, the others are set aside until it has
 * been fetched; high watermarks count transaction markers too, so after one fetch in vain the others go on.
 */
export class TaskFeed {
  readonly #lanes: ReadonlyMap<string, Lane>;
  readonly #handler: TaskHandler;
  readonly #maxBatchRecords: number;
  readonly #control: FetchControl;
  readonly #onError: (error: unknown) => void;
  #pump: Promise<void> | undefined;
  /** Counts the waits for a preferred topic: only the latest one may give up. */
  #waits = 0;
  #stopped = false;

  constructor(
    starts: ReadonlyMap<string, { readonly position: Offset; readonly highWatermark: Offset }>,
    handler: TaskHandler,
    maxBatchRecords: number,
    control: FetchControl,
    onError: (error: unknown) => void,
  ) {
    this.#lanes = new Map(
      [...starts].map(([topic, { position, highWatermark }]) => [
        topic,
        {
          topic,
          records: [],
          at: 0,
          position,
          end: position,
          highWatermark,
          settle: undefined,
          barren: false,
        },
      ]),
    );
    this.#handler = handler;
    this.#maxBatchRecords = maxBatchRecords;
    this.#control = control;
    this.#onError = onError;
  }

  /** Where a topic's next fetch begins. */
  nextFetch(topic: string): number {
    return this.#lane(topic).end;
  }

  /** Offset after the last record of a topic that was handed over. */
  position(topic: string): number {
    return this.#lane(topic).position;
  }

  /** Takes over a fetched batch; resolves when the consumer may go on. */
  offer(topic: string, records: readonly LogRecord[], end: number, highWatermark: number): Promise<Outcome> {
    const lane = this.#lane(topic);
    if (this.#stopped || lane.at < lane.records.length) return Promise.resolve('dropped');
    return new Promise((settle) => {
      Object.assign(lane, { records, at: 0, end, highWatermark, settle, barren: false });
      this.#waits++;
      this.#start();
    });
  }

  /** A fetch brought nothing but transaction markers and aborted records up to `end`. */
  skipped(topic: string, end: number, highWatermark: number): void {
    const lane = this.#lane(topic);
    lane.highWatermark = Math.max(lane.highWatermark, highWatermark);
    if (lane.at < lane.records.length || end <= lane.end) return;
    lane.end = end;
    lane.position = end;
    this.#start();
  }

  /** Lets the running call finish; starts no other. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#pump;
    for (const lane of this.#lanes.values()) settle(lane, 'dropped');
  }

  #lane(topic: string): Lane {
    const lane = this.#lanes.get(topic);
    if (lane === undefined) throw new Error(`${topic} is not a topic of this task`);
    return lane;
  }

  #start(): void {
    this.#pump ??= this.#run();
  }

  async #run(): Promise<void> {
    // The other topics' batches of the same fetch arrive in this turn: let the handler choose among all.
    await new Promise(setImmediate);
    try {
      for (let lane = this.#next(); lane !== undefined; lane = this.#next()) await this.#process(lane);
    } catch (error) {
      this.#stopped = true;
      for (const lane of this.#lanes.values()) settle(lane, 'dropped');
      this.#onError(error);
    }
    // In the same turn as the last look for work: an offer from here on starts the pump again.
    this.#pump = undefined;
  }

  async #process(chosen: Lane): Promise<void> {
    const lanes = this.#handler.together ? this.#besides(chosen) : [chosen];
    const records = lanes.flatMap((lane) => take(lane, this.#maxBatchRecords));
    await this.#handler.process(records, this.#unread());
    for (const lane of lanes) {
      if (lane.at < lane.records.length) continue;
      lane.records = [];
      lane.at = 0;
      if (lane.settle === undefined) this.#control.resumeAt(lane.topic, lane.end);
      else settle(lane, 'done');
    }
  }

  /** The chosen lane, and after it those whose whole batches fit into the same call. */
  #besides(chosen: Lane): Lane[] {
    const most = Math.min(this.#maxBatchRecords, FEW_RECORDS);
    let left = most - inHand(chosen);
    const others = [...this.#lanes.values()].filter((lane) => {
      const records = inHand(lane);
      if (lane === chosen || records === 0 || records > left) return false;
      left -= records;
      return true;
    });
    return [chosen, ...others];
  }

  #unread(): Record<string, number> {
    return Object.fromEntries([...this.#lanes.values()].map((lane) => [lane.topic, unreadOf(lane)]));
  }

  /** The lane to process now; `undefined` when nothing is in hand or the preferred topic must be fetched first. */
  #next(): Lane | undefined {
    if (this.#stopped) return undefined;
    const lanes = [...this.#lanes.values()];
    const inHand = lanes.filter((lane) => lane.at < lane.records.length);
    const candidates = lanes.filter((lane) => inHand.includes(lane) || (unreadOf(lane) > 0 && !lane.barren));
    if (inHand.length === 0 || candidates.length === 1) return inHand[0];
    const preferred = this.#handler.prefer?.(candidates.map(({ topic }) => topic));
    const chosen = candidates.find(({ topic }) => topic === preferred) ?? inHand[0];
    if (chosen === undefined || inHand.includes(chosen)) return chosen;
    this.#await(chosen, inHand);
    return undefined;
  }

  /** Lets the consumer fetch on while the batches in hand wait. */
  #await(wanted: Lane, inHand: readonly Lane[]): void {
    for (const lane of inHand) {
      if (lane.settle !== undefined) this.#control.pause(lane.topic);
      settle(lane, 'aside');
    }
    const wait = ++this.#waits;
    this.#control.afterNextFetch(() => {
      if (wait !== this.#waits || this.#stopped) return;
      // What has come by now has been offered; it would have ended this wait.
      wanted.barren = wanted.at >= wanted.records.length;
      this.#start();
    });
  }
}

/** Records of a lane's batch that are still to be handed over. */
function inHand({ records, at }: Lane): number {
  return records.length - at;
}

function take(lane: Lane, most: number): readonly LogRecord[] {
  const slice = lane.records.slice(lane.at, lane.at + most);
  lane.at += slice.length;
  const last = slice.at(-1);
  lane.position = lane.at >= lane.records.length || last === undefined ? lane.end : last.offset + 1;
  return slice;
}

function unreadOf(lane: Lane): number {
  return Math.max(0, lane.highWatermark - lane.position);
}

function settle(lane: Lane, outcome: Outcome): void {
  lane.settle?.(outcome);
  lane.settle = undefined;
}
