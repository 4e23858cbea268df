/**
 * The stages of production in one process and without a log: records of a history go through the profiler and the
 * evaluator themselves, and what asks for an answer is answered at once. Pure but for its own state: no clock, no I/O.
 */
import type { EvaluatorSettings } from '../../consumers/evaluator/evaluator.js';
import {
  emptyProfiler,
  profile,
  type DeadLetter,
  type ProfilerSettings,
  type ProfilerTools,
  type Side,
  profilerTools,
} from '../../consumers/profiler/profiler.js';
import type { EndMarker, Outcome, Prediction } from '../events/event.js';
import type { ProfileRecord } from '../records/profile.js';
import { END_OF_TIME, paneStart } from '../stream/settings.js';
import { Decider, type DeciderHooks } from './decider.js';
import { outcomeReader, predictionReader, type HistoryReader, type HistoryRecord } from './event-reader.js';

/** A history is one partition: its records are in one order anyway. */
export const HISTORY_PARTITIONS = 1;

export interface EngineSettings {
  readonly profiler: ProfilerSettings;
  readonly evaluator: EvaluatorSettings;
  /** The history has no outcome at all: then nothing is waited for, and inputs are watched. */
  readonly withoutOutcomes?: boolean;
}

export interface EngineHooks extends DeciderHooks {
  readonly onDeadLetter?: (letter: DeadLetter) => void;
}

/** Records in one go, at most. */
const BATCH = 10_000;
/** Event time in one go, at most: a request is answered before the stream has gone on by more. */
const STRIDE = 6 * 3_600_000;
const NOTHING = Buffer.alloc(0);

interface Waiting<Event> {
  records: HistoryRecord<Event>[];
  readonly reader: HistoryReader<Event & (Prediction | Outcome), unknown>;
  /** Offset of the first one that waits. */
  offset: number;
}

export class Engine {
  readonly #settings: EngineSettings;
  readonly #hooks: EngineHooks;
  readonly #profiler = emptyProfiler(0);
  readonly #decider: Decider;
  readonly #tools: ProfilerTools;
  readonly #predictions: Waiting<Prediction>;
  readonly #outcomes: Waiting<Outcome>;
  readonly #models = new Set<string>();
  #stride = -Infinity;
  #newest = 0;

  constructor(settings: EngineSettings, hooks: EngineHooks) {
    this.#settings = settings;
    this.#hooks = hooks;
    this.#decider = new Decider(settings.evaluator, hooks);
    const predictions = predictionReader(settings.profiler);
    const outcomes = outcomeReader();
    this.#tools = { ...profilerTools(settings.profiler), predictions, outcomes };
    this.#predictions = { records: [], reader: predictions, offset: 0 };
    this.#outcomes = { records: [], reader: outcomes, offset: 0 };
  }

  /** Events in the order of time; what comes later than the grace allows is late, as it would have been. */
  add(event: Prediction | Outcome): void {
    this.#reach(event.time);
    this.#know(event.model);
    if (event.kind === 'prediction') this.#predictions.records.push(event);
    else this.#outcomes.records.push(event);
  }

  /**
   * A record as an application published it.
   * @param time epoch ms: where it stands in the history
   * @param model for the end marker; null: it cannot be told
   */
  addRecord(side: Side, bytes: Buffer, time: number, model: string | null): void {
    this.#reach(time);
    if (model !== null) this.#know(model);
    (side === 'predictions' ? this.#predictions : this.#outcomes).records.push(bytes);
  }

  /** The history has ended: closes what is open. */
  end(): void {
    this.#flush();
    for (const model of this.#models) {
      const marker: EndMarker = { kind: 'end', model, time: this.#newest };
      this.#predictions.records.push(marker);
      this.#outcomes.records.push(marker);
    }
    this.#flush();
  }

  #know(model: string): void {
    if (this.#models.has(model)) return;
    this.#models.add(model);
    if (this.#settings.withoutOutcomes)
      this.#outcomes.records.push({ kind: 'end', model, time: this.#newest });
  }

  #reach(time: number): void {
    const stride = paneStart(time, STRIDE);
    const waiting = this.#predictions.records.length + this.#outcomes.records.length;
    if (waiting >= BATCH || stride > this.#stride) this.#flush();
    if (stride > this.#stride) this.#stride = stride;
    if (time > this.#newest) this.#newest = time;
  }

  #flush(): void {
    this.#profile('predictions', this.#predictions);
    this.#profile('outcomes', this.#outcomes);
  }

  #profile<Event>(side: Side, waiting: Waiting<Event>): void {
    const { records, reader, offset } = waiting;
    if (records.length === 0) return;
    waiting.records = [];
    waiting.offset += records.length;
    reader.wait(records as HistoryRecord<Event & (Prediction | Outcome)>[]);
    const { frames, deadLetters } = profile(
      this.#profiler,
      side,
      records.map((record, i) => ({
        offset: offset + i,
        value: Buffer.isBuffer(record) ? record : NOTHING,
        // Whenever it was appended, it was not before it happened.
        appendedAt: END_OF_TIME,
      })),
      this.#settings.profiler,
      this.#tools,
    );
    for (const letter of deadLetters) this.#hooks.onDeadLetter?.(letter);
    this.#decider.take(
      frames.flatMap((frame) => frame.records.map((text) => JSON.parse(text) as ProfileRecord)),
    );
  }
}

/** All events of a history through a new engine. */
export function runThrough(
  events: Iterable<Prediction | Outcome>,
  settings: EngineSettings,
  hooks: EngineHooks,
): void {
  const engine = new Engine(settings, hooks);
  for (const event of events) engine.add(event);
  engine.end();
}
