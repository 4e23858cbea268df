import { DEFAULT_JOINED_FEATURES } from '../../src/aggregates/losses-by-feature.js';
import type { EndMarker } from '../../src/events/event.js';
import { refusal, type Refusal } from '../../src/events/parse.js';
import type { OutcomeRow, PredictionRow } from '../../src/events/rows/row.js';
import {
  createOutcomeReader,
  createPredictionReader,
  type RecordReader,
} from '../../src/events/scan/reader.js';
import { admitModel, admitVersion, EVERYBODY } from '../../src/stream/admission.js';
import { cohortsOf } from '../../src/estimates/revisions.js';
import { evict } from '../../src/stream/join/evict.js';
import { joinOutcome, joinPrediction } from '../../src/stream/join/join.js';
import { tooLateToJoin, type JoinLimits, type Passed } from '../../src/stream/join/limits.js';
import { emptyMatches, type Matches } from '../../src/stream/join/matches.js';
import { readPair, shareOfPair } from '../../src/stream/join/read-pair.js';
import { advance, watermark } from '../../src/stream/progress.js';
import { END_OF_TIME, paneStart, type StreamSettings } from '../../src/stream/settings.js';
import { addPairToCohorts } from './cohort-deltas.js';
import { declareWeights, objectiveRows, partsOf, type ObjectiveRows } from './components.js';
import { addPairToFrame, addPredictionToFrame, emptyFrame, frameRecords, type Frame } from './frame.js';
import {
  streamOf,
  untilOf,
  type ModelStream,
  type ProfilerSettings,
  type ProfilerState,
  type Side,
} from './state.js';

export { emptyProfiler, type ProfilerSettings, type ProfilerState, type Side } from './state.js';

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

/** The frames of one model, as JSON texts of `DeltaRecord`s. */
export interface ModelFrames {
  readonly model: string;
  readonly records: readonly string[];
}

export interface ProfilerOutput {
  readonly frames: readonly ModelFrames[];
  readonly deadLetters: readonly DeadLetter[];
}

/**
 * What a profiler needs at hand and that is no part of its state: readers that learn how the records are laid out, and
 * what a join fills. None of it changes a result.
 */
export interface ProfilerTools {
  readonly predictions: RecordReader<PredictionRow>;
  readonly outcomes: RecordReader<OutcomeRow>;
  readonly matches: Matches;
  /** By model; null: none has several objectives. */
  readonly objectives: ReadonlyMap<string, ObjectiveRows> | null;
}

export function profilerTools(settings: ProfilerSettings): ProfilerTools {
  return {
    predictions: createPredictionReader(settings),
    outcomes: createOutcomeReader(),
    matches: emptyMatches(),
    objectives: objectiveRows(settings),
  };
}

/** Dead letters whose model cannot be told are booked under this name. */
export const UNKNOWN_MODEL = '(unknown)';

export function joinLimits(settings: StreamSettings): JoinLimits {
  return {
    horizon: settings.horizon,
    tolerance: settings.futureTolerance,
    lateness: Math.min(settings.horizon, 86_400_000),
    features: settings.joinedFeatures ?? DEFAULT_JOINED_FEATURES,
    ...(settings.patience !== undefined && { patience: settings.patience }),
    ...(settings.rowsAnHour !== undefined && { rowsAnHour: settings.rowsAnHour }),
  };
}

/** A model while one batch is processed. */
interface ModelBatch {
  readonly frame: Frame;
  readonly before: { readonly predictionsUntil: number; readonly outcomesUntil: number };
  /** Absent until a record of the model gets past the first checks. */
  stream: ModelStream | undefined;
}

/**
 * Processes records of one topic, in offset order: parses and validates them, joins each outcome to its prediction, and
 * turns the batch into mergeable pane deltas, which are then forgotten. Pure: no clock, no I/O. Mutates `state`; what it
 * returns belongs into the same commit.
 */
export function profile(
  state: ProfilerState,
  side: Side,
  records: readonly SourceRecord[],
  settings: ProfilerSettings,
  tools: ProfilerTools,
): ProfilerOutput {
  const limits = joinLimits(settings);
  const { admission = EVERYBODY } = settings;
  const cohorts = cohortsOf(settings);
  const batches = new Map<string, ModelBatch>();
  const deadLetters: DeadLetter[] = [];
  const reader: RecordReader<PredictionRow | OutcomeRow> = tools[side];

  let model: string | null = null;
  let batch: ModelBatch | undefined;
  const batchOf = (name: string): ModelBatch => {
    if (name === model && batch !== undefined) return batch;
    model = name;
    batch = batches.get(name);
    if (batch === undefined) {
      const stream = state.models.get(name);
      batch = { frame: emptyFrame(limits.features), before: untilOf(stream, settings), stream };
      batches.set(name, batch);
    }
    return batch;
  };
  const reject = (record: SourceRecord, why: Refusal, { frame: { books } }: ModelBatch): void => {
    deadLetters.push({ side, offset: record.offset, refusal: why });
    books[side].deadLetters++;
    books.deadLetters[why.code] = (books.deadLetters[why.code] ?? 0) + 1;
  };

  /** @returns false where it was refused, or had come before: neither has it components then */
  const take = (record: SourceRecord, read: PredictionRow | OutcomeRow | EndMarker | Refusal): boolean => {
    const refused = 'ok' in read ? read : admitModel(state.admission, side, read.model, admission);
    if (refused !== null || 'ok' in read) {
      const unknown = batchOf(UNKNOWN_MODEL);
      unknown.frame.books[side].read++;
      reject(record, refused as Refusal, unknown);
      return false;
    }
    const own = batchOf(read.model);
    if (read.kind === 'end') {
      end((own.stream ??= streamOf(state, read.model)), side, record);
      return true;
    }
    const books = own.frame.books[side];
    books.read++;
    if (read.time > record.appendedAt + settings.futureTolerance) {
      reject(record, future(read, record, settings), own);
      return false;
    }
    if (read.kind === 'prediction') {
      const { model, version } = read;
      const unversioned = admitVersion(state.admission, model, version, record.appendedAt, admission);
      if (unversioned !== null) {
        reject(record, unversioned, own);
        return false;
      }
    }
    const stream = (own.stream ??= streamOf(state, read.model));
    const progress = stream[side];
    const mark = watermark(progress, settings.grace);
    const late = read.time < mark;
    let share = 0;
    if (tooLateToJoin(read.time, mark, limits)) {
      books.accepted++;
      books.unmatched++;
    } else {
      const { matches } = tools;
      const joined =
        read.kind === 'prediction'
          ? joinPrediction(stream.join, read, record.appendedAt, late, limits, matches)
          : joinOutcome(stream.join, read, record.offset, record.appendedAt, late, limits, matches);
      if (joined === 'sampled-out') {
        books.sampledOut++;
        advance(progress, read.time, record.appendedAt, settings.grace);
        return true;
      }
      if (joined === 'duplicate') {
        books.duplicates++;
        return false;
      }
      if (joined === 'conflict') {
        reject(record, conflict(reader, record), own);
        return false;
      }
      books.accepted++;
      share = matches.share;
      own.frame.books.predictions.joined += matches.count;
      own.frame.books.outcomes.joined += matches.outcomesJoined;
      for (let i = 0; i < matches.count; i++) {
        const pair = readPair(stream.join, matches, i);
        if (pair.predictionLate || pair.outcomeLate) continue;
        const pairShare = shareOfPair(stream.join, matches, i);
        addPairToFrame(
          own.frame,
          pair,
          paneStart(Math.max(pair.predictedAt, pair.happenedAt), settings.pane),
          pairShare,
        );
        addPairToCohorts(own.frame.cohorts, pair, pairShare, cohorts);
      }
    }
    if (late) books.late++;
    else if (read.kind === 'prediction')
      addPredictionToFrame(own.frame, read, record.offset, paneStart(read.time, settings.pane), share);
    advance(progress, read.time, record.appendedAt, settings.grace);
    return true;
  };
  for (const record of records) {
    const read = readRecord(reader, record, settings);
    const several = tools.objectives === null || 'ok' in read ? undefined : tools.objectives.get(read.model);
    if (several === undefined || 'ok' in read) {
      take(record, read);
      continue;
    }
    if (read.kind === 'prediction') declareWeights(several, read);
    if (!take(record, read) || read.kind === 'outcome') continue;
    const id = read.kind === 'end' ? '' : reader.id(record.value ?? NOTHING);
    for (const part of partsOf(several, read, id)) {
      if (!('refused' in part)) take(record, part);
      else {
        const own = batchOf(part.model);
        own.frame.books[side].read++;
        reject(record, part.refused, own);
      }
    }
  }

  const newest = records.at(-1);
  if (newest) state.appended[side] = Math.max(state.appended[side], newest.appendedAt);
  const passed = (side: Side, stream: ModelStream): Passed => ({
    until: watermark(stream[side], settings.grace),
    read: stream[side].appendedAt - CLOCKS_APART,
    unread: state.appended[side] - CLOCKS_APART,
  });
  const frames: ModelFrames[] = [];
  for (const [name, { frame, before, stream }] of batches) {
    if (stream) {
      const left = evict(stream.join, passed('predictions', stream), passed('outcomes', stream), limits);
      frame.books.predictions.unmatched += left.predictions;
      frame.books.outcomes.unmatched += left.outcomes;
    }
    const at = { model: name, partition: state.partition, ...untilOf(stream, settings), before };
    frames.push({ model: name, records: frameRecords(frame, at) });
  }
  return { frames, deadLetters };
}

/**
 * Append times of one partition may step back where another broker takes it over, and a consumer that has heard nothing for a
 * while takes the end that it knows for the end: nothing is forgotten by so short a time, ms.
 */
const CLOCKS_APART = 86_400_000;

const NOTHING = Buffer.alloc(0);

function readRecord<Row>(
  reader: RecordReader<Row>,
  { value }: SourceRecord,
  settings: ProfilerSettings,
): Row | EndMarker | Refusal {
  const bytes = value ?? NOTHING;
  if (bytes.length > settings.recordLimit) {
    return refusal('too-large', `${bytes.length} bytes are more than the limit of ${settings.recordLimit}`);
  }
  return reader.read(bytes);
}

function end(stream: ModelStream, side: Side, record: SourceRecord): void {
  stream[side].newest = END_OF_TIME;
  stream[side].appendedAt = record.appendedAt;
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
  const id = reader.id(value ?? NOTHING);
  return refusal('conflicting', `id ${id} was seen before with other content: the first stands`);
}
