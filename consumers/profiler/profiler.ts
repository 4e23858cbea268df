import type { Outcome, Prediction } from '../../src/events/event.js';
import { outcomeHash, predictionHash } from '../../src/events/content-hash.js';
import { parseOutcome, parsePrediction, refusal, type Refusal } from '../../src/events/parse.js';
import type { DeltaRecord } from '../../src/records/profile.js';
import {
  evict,
  joinOutcome,
  joinPrediction,
  tooLateToJoin,
  type Joined,
  type JoinLimits,
} from '../../src/stream/join.js';
import { advance, watermark } from '../../src/stream/progress.js';
import { END_OF_TIME, paneStart, type StreamSettings } from '../../src/stream/settings.js';
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
  readonly text: string;
  readonly bytes: number;
  readonly appendedAt: number;
}

export interface DeadLetter {
  readonly side: Side;
  readonly offset: number;
  readonly refusal: Refusal;
}

export interface ProfilerOutput {
  readonly frames: DeltaRecord[];
  readonly deadLetters: DeadLetter[];
}

/** Dead letters whose model cannot be told are booked under this name. */
export const UNKNOWN_MODEL = '(unknown)';

export function joinLimits(settings: StreamSettings): JoinLimits {
  return {
    horizon: settings.horizon,
    tolerance: settings.futureTolerance,
    lateness: Math.min(settings.horizon, 86_400_000),
  };
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
): ProfilerOutput {
  const limits = joinLimits(settings);
  const frames = new Map<string, Frame>();
  const before = new Map<string, { predictionsUntil: number; outcomesUntil: number }>();
  const deadLetters: DeadLetter[] = [];

  const frameOf = (model: string): Frame => {
    let frame = frames.get(model);
    if (!frame) {
      frames.set(model, (frame = emptyFrame()));
      before.set(model, untilOf(state.models.get(model), settings));
    }
    return frame;
  };
  const reject = (record: SourceRecord, why: Refusal, model: string): void => {
    deadLetters.push({ side, offset: record.offset, refusal: why });
    const books = frameOf(model).books;
    books[side].deadLetters++;
    books.deadLetters[why.code] = (books.deadLetters[why.code] ?? 0) + 1;
  };

  for (const record of records) {
    const parsed = parse(side, record, settings);
    if (!parsed.ok) {
      frameOf(UNKNOWN_MODEL).books[side].read++;
      reject(record, parsed, UNKNOWN_MODEL);
      continue;
    }
    const event = parsed.event;
    const frame = frameOf(event.model);
    if (event.kind === 'end') {
      end(streamOf(state, event.model), side, record);
      continue;
    }
    const books = frame.books[side];
    books.read++;
    if (event.time > record.appendedAt + settings.futureTolerance) {
      reject(record, future(event, record, settings), event.model);
      continue;
    }
    const stream = streamOf(state, event.model);
    const progress = stream[side];
    const mark = watermark(progress, settings.grace);
    const late = event.time < mark;
    const joined = tooLateToJoin(event.time, mark, limits)
      ? 'too-late'
      : join(stream, event, record, late, limits);
    if (joined === 'too-late') {
      books.accepted++;
      books.unmatched++;
    } else if (joined.kind === 'duplicate') {
      books.duplicates++;
      continue;
    } else if (joined.kind === 'conflict') {
      reject(
        record,
        refusal('conflicting', `id ${event.id} was seen before with other content: the first stands`),
        event.model,
      );
      continue;
    } else {
      books.accepted++;
      frame.books.predictions.joined += joined.predictionsJoined;
      frame.books.outcomes.joined += joined.outcomesJoined;
      for (const pair of joined.pairs) {
        if (!pair.prediction.late && !pair.outcome.late) {
          addPairToFrame(
            frame,
            pair,
            paneStart(Math.max(pair.prediction.time, pair.outcome.time), settings.pane),
          );
        }
        pair.prediction.answer = null;
      }
    }
    if (late) books.late++;
    else if (event.kind === 'prediction')
      addPredictionToFrame(frame, event, record.offset, paneStart(event.time, settings.pane));
    advance(progress, event.time, record.appendedAt, settings.grace);
  }

  for (const [model, frame] of frames) {
    const stream = state.models.get(model);
    if (!stream) continue;
    const until = untilOf(stream, settings);
    const left = evict(stream.join, Math.min(until.predictionsUntil, until.outcomesUntil), limits);
    frame.books.predictions.unmatched += left.predictions;
    frame.books.outcomes.unmatched += left.outcomes;
  }
  return {
    deadLetters,
    frames: [...frames].flatMap(([model, frame]) =>
      frameRecords(frame, {
        model,
        partition: state.partition,
        ...untilOf(state.models.get(model), settings),
        before: before.get(model) ?? untilOf(undefined, settings),
      }),
    ),
  };
}

function parse(side: Side, record: SourceRecord, settings: ProfilerSettings) {
  if (record.bytes > settings.recordLimit) {
    return refusal('too-large', `${record.bytes} bytes are more than the limit of ${settings.recordLimit}`);
  }
  return side === 'predictions' ? parsePrediction(record.text, settings) : parseOutcome(record.text);
}

function join(
  stream: ModelStream,
  event: Prediction | Outcome,
  record: SourceRecord,
  late: boolean,
  limits: JoinLimits,
): Joined {
  return event.kind === 'prediction'
    ? joinPrediction(stream.join, event, predictionHash(event), late, limits)
    : joinOutcome(stream.join, event, record.offset, outcomeHash(event), late, limits);
}

function end(stream: ModelStream, side: Side, record: SourceRecord): void {
  stream[side].newest = END_OF_TIME;
  stream[side].appendedAt = record.appendedAt;
}

function future(event: Prediction | Outcome, record: SourceRecord, settings: StreamSettings): Refusal {
  return refusal(
    'future',
    `time ${new Date(event.time).toISOString()} is more than ${settings.futureTolerance / 1000} s later than its append ` +
      `(${new Date(record.appendedAt).toISOString()}): check the producer's clock and its unit (milliseconds)`,
  );
}
