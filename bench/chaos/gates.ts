import {
  emptyGate,
  frontier,
  passRecord,
  pendingAnswers,
  promotions,
  type LoopGate,
} from '../../producers/loop-gate.js';
import type { LogRecord } from '../../src/log/port.js';
import type { Books } from '../../src/records/books.js';
import type { FeedRecord, ModelRecord, RetrainingRecord, StatusRecord } from '../../src/records/feed.js';
import { sumOfReads } from './expected-books.js';
import { FIRST_VERSION, type Item } from './load.js';
import { BEGIN, MODELS } from './world.js';

/** Topics that say how far a running Leeway has come. */
export const WATCHED = ['metrics', 'retraining', 'models'] as const;

/**
 * How far the load may go, and which version is in force when: a replay stays within the loop's lead of what has been decided
 * (`LoopGate` says why), so that the same load is scored alike in every run. Also knows how much of it is in the books.
 */
export class Gates {
  readonly #gates: ReadonlyMap<string, LoopGate>;
  readonly #books = new Map<string, Books>();
  #read = 0;

  constructor(leadMs: number) {
    this.#gates = new Map(MODELS.map((model) => [model, emptyGate(BEGIN, leadMs)]));
  }

  pass({ topic, value }: LogRecord): void {
    if (value === null) return;
    const text = value.toString('utf8');
    // Most metrics records are values, which nobody waits for.
    if (topic === 'metrics' && !text.startsWith('{"v":1,"kind":"status"')) return;
    const record = JSON.parse(text) as Exclude<
      FeedRecord,
      { kind: 'metrics' | 'provisional' | 'weights' | 'alert' }
    >;
    if (record.kind === 'status') this.#books.set(record.model, record.books);
    this.#read = -1;
    const gate = this.#gates.get(record.model);
    if (gate) passRecord(gate, record satisfies StatusRecord | RetrainingRecord | ModelRecord);
  }

  /** Records that are in the books of all models together. */
  get read(): number {
    if (this.#read < 0) this.#read = sumOfReads(this.#books.values());
    return this.#read;
  }

  /** An end marker has come through every partition of every model. */
  get ended(): boolean {
    return [...this.#gates.values()].every(({ ended }) => ended);
  }

  lets({ model, arrival, fate }: Item): boolean {
    const gate = model === null ? undefined : this.#gates.get(model);
    if (gate === undefined) return true;
    // The end closes everything: no request may be open any more.
    if (fate === 'end') return pendingAnswers(gate) === 0 && arrival < frontier(gate);
    return arrival < frontier(gate);
  }

  versionFor({ model, time }: Item): string {
    const gate = model === null ? undefined : this.#gates.get(model);
    if (gate === undefined) return FIRST_VERSION;
    return promotions(gate).findLast(({ effectiveFrom }) => effectiveFrom <= time)?.version ?? FIRST_VERSION;
  }

  /** How far the slowest model has been decided, epoch ms: for messages. */
  get decidedUntil(): number {
    return Math.min(...[...this.#gates.values()].map(({ decidedUntil }) => decidedUntil));
  }

  /** Requests that nobody has answered yet. */
  get pending(): number {
    return [...this.#gates.values()].reduce((n, gate) => n + pendingAnswers(gate), 0);
  }
}
