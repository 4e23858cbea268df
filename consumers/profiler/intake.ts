import type { EndMarker } from '../../src/events/event.js';
import { refusal, type Refusal } from '../../src/events/parse.js';
import type { OutcomeRow, PredictionRow } from '../../src/events/rows/row.js';
import type { RecordReader } from '../../src/events/scan/reader.js';
import { admitModel, admitVersion, EVERYBODY, type AdmissionRules } from '../../src/stream/admission.js';
import { joinOutcome, joinPrediction } from '../../src/stream/join/join.js';
import { tooLateToJoin, type JoinLimits } from '../../src/stream/join/limits.js';
import { readPair, shareOfPair } from '../../src/stream/join/read-pair.js';
import { advance, watermark } from '../../src/stream/progress.js';
import { END_OF_TIME, paneStart, type StreamSettings } from '../../src/stream/settings.js';
import { addPairToCohorts } from './cohort-deltas.js';
import { addPairToFrame, addPredictionToFrame, emptyFrame, type Frame } from './frame.js';
import type { ModelRules } from './model-rules.js';
import {
  streamOf,
  untilOf,
  type ModelStream,
  type ProfilerSettings,
  type ProfilerState,
  type Side,
} from './state.js';
import type { ProfilerTools } from './tools.js';

/** A record of a source topic, as the pure core sees it. */
export interface SourceRecord {
  readonly offset: number;
  readonly value: Buffer | null;
  /** Append time of the log, epoch ms. */
  readonly appendedAt: number;
}

export interface DeadLetter {
  readonly side: Side;
  readonly offset: number;
  readonly refusal: Refusal;
}

/** Dead letters whose model cannot be told are booked under this name. */
export const UNKNOWN_MODEL = '(unknown)';

/** A model while one batch is processed. */
export interface ModelBatch {
  readonly frame: Frame;
  readonly before: { readonly predictionsUntil: number; readonly outcomesUntil: number };
  readonly rules: ModelRules;
  /** Absent until a record of the model gets past the first checks. */
  stream: ModelStream | undefined;
}

/** What a record has come to in the join; a number: it is new, and stands for 2^number records (sampling). */
type Joined = 'sampled-out' | 'duplicate' | 'conflict' | number;

/** The records of one batch of one topic as they are taken in: checked, joined, booked, added to the frame of their model. */
export class Intake {
  readonly deadLetters: DeadLetter[] = [];
  readonly batches = new Map<string, ModelBatch>();
  readonly #state: ProfilerState;
  readonly #side: Side;
  readonly #settings: ProfilerSettings;
  readonly #tools: ProfilerTools;
  readonly #reader: RecordReader<PredictionRow | OutcomeRow>;
  readonly #admission: AdmissionRules;
  /** Touched last: records come in runs of the same model. */
  #model: string | null = null;
  #batch: ModelBatch | undefined;

  constructor(state: ProfilerState, side: Side, settings: ProfilerSettings, tools: ProfilerTools) {
    this.#state = state;
    this.#side = side;
    this.#settings = settings;
    this.#tools = tools;
    this.#reader = tools[side];
    this.#admission = settings.admission ?? EVERYBODY;
  }

  /** @returns false where it was refused, or had come before: neither has it components then */
  take(record: SourceRecord, read: PredictionRow | OutcomeRow | EndMarker | Refusal): boolean {
    const refused =
      'ok' in read ? read : admitModel(this.#state.admission, this.#side, read.model, this.#admission);
    if (refused !== null || 'ok' in read) {
      this.refuse(record, UNKNOWN_MODEL, refused as Refusal);
      return false;
    }
    const own = this.#batchOf(read.model);
    if (read.kind === 'end') {
      const progress = (own.stream ??= streamOf(this.#state, read.model))[this.#side];
      progress.newest = END_OF_TIME;
      progress.appendedAt = record.appendedAt;
      return true;
    }
    const books = own.frame.books[this.#side];
    books.read++;
    const wrong = this.#wrongWith(record, read);
    if (wrong !== null) {
      this.#reject(record, wrong, own);
      return false;
    }
    const stream = (own.stream ??= streamOf(this.#state, read.model));
    const progress = stream[this.#side];
    const { settings, limits } = own.rules;
    const mark = watermark(progress, settings.grace);
    const late = read.time < mark;
    let share = 0;
    if (tooLateToJoin(read.time, mark, limits)) {
      books.accepted++;
      books.unmatched++;
    } else {
      const joined = this.#join(record, read, late, stream, limits);
      if (joined === 'duplicate') {
        books.duplicates++;
        return false;
      }
      if (joined === 'conflict') {
        this.#reject(record, conflict(this.#reader, record), own);
        return false;
      }
      if (joined === 'sampled-out') {
        books.sampledOut++;
        advance(progress, read.time, record.appendedAt, settings.grace);
        return true;
      }
      books.accepted++;
      share = joined;
      this.#addPairs(own, stream);
    }
    if (late) books.late++;
    else if (read.kind === 'prediction') {
      const start = paneStart(read.time, settings.pane);
      addPredictionToFrame(own.frame, read, record.offset, start, share);
    }
    advance(progress, read.time, record.appendedAt, settings.grace);
    return true;
  }

  /** Books a record of a model that is a dead letter before it gets anywhere. */
  refuse(record: SourceRecord, model: string, why: Refusal): void {
    const own = this.#batchOf(model);
    own.frame.books[this.#side].read++;
    this.#reject(record, why, own);
  }

  #batchOf(name: string): ModelBatch {
    if (name === this.#model && this.#batch !== undefined) return this.#batch;
    let batch = this.batches.get(name);
    if (batch === undefined) {
      const stream = this.#state.models.get(name);
      const rules = this.#tools.rulesOf(name);
      const before = untilOf(stream, rules.settings);
      batch = { frame: emptyFrame(rules.limits.features), before, rules, stream };
      this.batches.set(name, batch);
    }
    this.#model = name;
    return (this.#batch = batch);
  }

  #reject(record: SourceRecord, why: Refusal, { frame: { books } }: ModelBatch): void {
    this.deadLetters.push({ side: this.#side, offset: record.offset, refusal: why });
    books[this.#side].deadLetters++;
    books.deadLetters[why.code] = (books.deadLetters[why.code] ?? 0) + 1;
  }

  #wrongWith(record: SourceRecord, read: PredictionRow | OutcomeRow): Refusal | null {
    if (read.time > record.appendedAt + this.#settings.futureTolerance) {
      return future(read, record, this.#settings);
    }
    if (read.kind === 'outcome') return null;
    const { model, version } = read;
    return admitVersion(this.#state.admission, model, version, record.appendedAt, this.#admission);
  }

  #join(
    record: SourceRecord,
    read: PredictionRow | OutcomeRow,
    late: boolean,
    { join }: ModelStream,
    limits: JoinLimits,
  ): Joined {
    const { matches } = this.#tools;
    const { appendedAt, offset } = record;
    const joined =
      read.kind === 'prediction'
        ? joinPrediction(join, read, appendedAt, late, limits, matches)
        : joinOutcome(join, read, offset, appendedAt, late, limits, matches);
    return joined === 'sampled-out' || joined === 'duplicate' || joined === 'conflict'
      ? joined
      : matches.share;
  }

  /** What the join has found for the record: pairs of which neither half came late. */
  #addPairs({ frame, rules }: ModelBatch, { join }: ModelStream): void {
    const { matches } = this.#tools;
    frame.books.predictions.joined += matches.count;
    frame.books.outcomes.joined += matches.outcomesJoined;
    for (let i = 0; i < matches.count; i++) {
      const pair = readPair(join, matches, i);
      if (pair.predictionLate || pair.outcomeLate) continue;
      const share = shareOfPair(join, matches, i);
      const known = Math.max(pair.predictedAt, pair.happenedAt);
      addPairToFrame(frame, pair, paneStart(known, rules.settings.pane), share);
      addPairToCohorts(frame.cohorts, pair, share, rules.cohorts);
    }
  }
}

function future(event: { readonly time: number }, record: SourceRecord, settings: StreamSettings): Refusal {
  return refusal(
    'future',
    `time ${new Date(event.time).toISOString()} is more than ${settings.futureTolerance / 1000} s later than its append ` +
      `(${new Date(record.appendedAt).toISOString()}): check the producer's clock and its unit (milliseconds)`,
  );
}

/** Rows carry no id: its reader still knows it. */
function conflict(reader: RecordReader<unknown>, { value }: SourceRecord): Refusal {
  const id = reader.id(value ?? Buffer.alloc(0));
  return refusal('conflicting', `id ${id} was seen before with other content: the first stands`);
}
