import type { EndMarker, Outcome, Prediction } from '../events/event.js';
import type { ParseOptions, Refusal } from '../events/parse.js';
import { emptyColumns, emptyOutcomeRow, emptyPredictionRow } from '../events/rows/empty-row.js';
import { fillOutcome, fillPrediction } from '../events/rows/fill-row.js';
import type { OutcomeRow, PredictionRow } from '../events/rows/row.js';
import { emptyScan } from '../events/scan/record-scan.js';
import {
  createOutcomeReader,
  createPredictionReader,
  interningOf,
  type RecordReader,
} from '../events/scan/reader.js';

/** One record of a history: an event that is known to be whole, or bytes as an application would have published them. */
export type HistoryRecord<Event> = Event | EndMarker | Buffer;

/**
 * The profiler's reader over a history: bytes go the way that they go in production; events become the same rows without
 * a detour through JSON. Records are read in the order in which they are waiting.
 */
export class HistoryReader<Event extends Prediction | Outcome, Row> implements RecordReader<Row> {
  readonly #bytes: RecordReader<Row>;
  readonly #fill: (event: Event) => Row;
  #waiting: readonly HistoryRecord<Event>[] = [];
  #next = 0;

  constructor(bytes: RecordReader<Row>, fill: (event: Event) => Row) {
    this.#bytes = bytes;
    this.#fill = fill;
  }

  get counts() {
    return this.#bytes.counts;
  }

  /** What the following calls of `read` give, one after the other. */
  wait(records: readonly HistoryRecord<Event>[]): void {
    this.#waiting = records;
    this.#next = 0;
  }

  read(): Row | EndMarker | Refusal {
    const record = this.#waiting[this.#next++] as HistoryRecord<Event>;
    if (Buffer.isBuffer(record)) return this.#bytes.read(record);
    return record.kind === 'end' ? record : this.#fill(record);
  }

  id(bytes: Buffer): string {
    const record = this.#waiting[this.#next - 1] as HistoryRecord<Event>;
    if (Buffer.isBuffer(record)) return this.#bytes.id(bytes);
    return record.kind === 'end' ? '' : record.id;
  }
}

export function predictionReader(options: ParseOptions): HistoryReader<Prediction, PredictionRow> {
  const row = emptyPredictionRow();
  const scan = emptyScan(row.features, undefined);
  const interning = interningOf(scan);
  return new HistoryReader(createPredictionReader(options), (event: Prediction) => {
    fillPrediction(row, scan, event, interning);
    return row;
  });
}

export function outcomeReader(): HistoryReader<Outcome, OutcomeRow> {
  const row = emptyOutcomeRow();
  const scan = emptyScan(emptyColumns(), undefined);
  const interning = interningOf(scan);
  return new HistoryReader(createOutcomeReader(), (event: Outcome) => {
    fillOutcome(row, scan, event, interning);
    return row;
  });
}
