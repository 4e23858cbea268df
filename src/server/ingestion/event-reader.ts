/**
 * The strict edge in front of the log. What is asked of an event is whether it is valid, whose it is and when it happened,
 * so it is read as the profiler reads it: by the scan where its layout is known, and no object is built of it.
 */
import { refusal, type ParseOptions, type Refusal } from '../../events/parse.js';
import { createOutcomeReader, createPredictionReader, type RecordReader } from '../../events/scan/reader.js';
import type { OutcomeRow, PredictionRow } from '../../events/rows/row.js';

/** What ingestion must know of a valid event. */
export interface ReadEvent {
  readonly ok: true;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly time: number;
}

/** Reads the bytes (UTF-8) of one event. Never throws. */
export type EventReader = (bytes: Buffer) => ReadEvent | Refusal;

export interface EventReaders {
  readonly predictions: EventReader;
  readonly outcomes: EventReader;
}

/** Why no event of a model is taken; null: they are. */
export type Unwelcome = (model: string) => Refusal | null;

export function eventReaders(options: ParseOptions, unwelcome: Unwelcome = () => null): EventReaders {
  return {
    predictions: eventReader(createPredictionReader(options), unwelcome),
    outcomes: eventReader(createOutcomeReader(), unwelcome),
  };
}

function eventReader(reader: RecordReader<PredictionRow | OutcomeRow>, unwelcome: Unwelcome): EventReader {
  return (bytes) => {
    const read = reader.read(bytes);
    if ('ok' in read) return read;
    const refused = unwelcome(read.model);
    if (refused !== null) return refused;
    if (read.kind === 'end') {
      return refusal(
        'wrong-type',
        'an end marker goes into every partition of the log: only a client of the log can write it',
      );
    }
    return { ok: true, id: reader.id(bytes), time: read.time };
  };
}
