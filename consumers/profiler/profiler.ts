import type { EndMarker } from '../../src/events/event.js';
import { refusal, type Refusal } from '../../src/events/parse.js';
import type { OutcomeRow, PredictionRow } from '../../src/events/rows/row.js';
import type { RecordReader } from '../../src/events/scan/reader.js';
import { evict } from '../../src/stream/join/evict.js';
import type { Passed } from '../../src/stream/join/limits.js';
import { watermark } from '../../src/stream/progress.js';
import { declareWeights, partsOf } from './components.js';
import { frameRecords } from './frame.js';
import { Intake, type DeadLetter, type SourceRecord } from './intake.js';
import { untilOf, type ModelStream, type ProfilerSettings, type ProfilerState, type Side } from './state.js';
import type { ProfilerTools } from './tools.js';

export { UNKNOWN_MODEL, type DeadLetter, type SourceRecord } from './intake.js';
export { emptyProfiler, type ProfilerSettings, type ProfilerState, type Side } from './state.js';
export { joinLimits } from './model-rules.js';
export { profilerTools, type ProfilerTools } from './tools.js';

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
  const reader: RecordReader<PredictionRow | OutcomeRow> = tools[side];
  const intake = new Intake(state, side, settings, tools);
  for (const record of records) {
    const read = readRecord(reader, record, settings);
    const several = tools.objectives === null || 'ok' in read ? undefined : tools.objectives.get(read.model);
    if (several === undefined || 'ok' in read) {
      intake.take(record, read);
      continue;
    }
    if (read.kind === 'prediction') declareWeights(several, read);
    if (!intake.take(record, read) || read.kind === 'outcome') continue;
    const id = read.kind === 'end' ? '' : reader.id(record.value ?? NOTHING);
    for (const part of partsOf(several, read, id)) {
      if ('refused' in part) intake.refuse(record, part.model, part.refused);
      else intake.take(record, part);
    }
  }

  const newest = records.at(-1);
  if (newest) state.appended[side] = Math.max(state.appended[side], newest.appendedAt);
  const passed = (side: Side, stream: ModelStream, grace: number): Passed => ({
    until: watermark(stream[side], grace),
    read: stream[side].appendedAt - CLOCKS_APART,
    unread: state.appended[side] - CLOCKS_APART,
  });
  const frames: ModelFrames[] = [];
  for (const [name, { frame, before, stream, rules }] of intake.batches) {
    const { grace } = rules.settings;
    if (stream) {
      const [predictions, outcomes] = [
        passed('predictions', stream, grace),
        passed('outcomes', stream, grace),
      ];
      const left = evict(stream.join, predictions, outcomes, rules.limits);
      frame.books.predictions.unmatched += left.predictions;
      frame.books.outcomes.unmatched += left.outcomes;
    }
    const at = { model: name, partition: state.partition, ...untilOf(stream, rules.settings), before };
    frames.push({ model: name, records: frameRecords(frame, at) });
  }
  return { frames, deadLetters: intake.deadLetters };
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
