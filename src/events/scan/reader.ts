/**
 * The hot path's way from a record's bytes to a row: a scan along the layouts that it has learnt, and wherever that is not
 * sure of itself, the strict edge (`../parse.ts`), which also has the last word on what is refused. Both give the same row.
 */
import type { EndMarker } from '../event.js';
import { parseOutcome, parsePrediction, type ParseOptions, type Refusal } from '../parse.js';
import { emptyOutcomeRow, emptyPredictionRow, emptyColumns } from '../rows/empty-row.js';
import { fillOutcome, fillPrediction, type Interning } from '../rows/fill-row.js';
import type { OutcomeRow, PredictionRow } from '../rows/row.js';
import { forgetLayouts, isFull } from './layout-tree.js';
import { learnLayout } from './learn.js';
import type { Side } from './leaf.js';
import { emptyScan, type RecordScan } from './record-scan.js';
import { loadRecord } from './record-text.js';
import { takeOutcome, takePrediction } from './take-row.js';
import { lookUpText } from './text-dictionary.js';
import { newTrust, scanned, takeLesson, worthScanning, type Trust } from './trust.js';
import { walk } from './walk.js';

/** Reads records one by one; a row that it returns is filled anew by the next `read`. */
export interface RecordReader<Row> {
  /** Never throws on any bytes. */
  read(bytes: Buffer): Row | EndMarker | Refusal;
  /**
   * The id in the record that was read last, if it gave a row. Rows carry only its hash: most readers have no use for the
   * text.
   *
   * @param bytes the same that were read
   */
  id(bytes: Buffer): string;
  /** Records that were read by the scan alone, and those that took JSON.parse. */
  readonly counts: { readonly scanned: number; readonly parsed: number };
}

/** Reads the records of the topic `predictions`. `options.taskOf` is asked once for each model. */
export function createPredictionReader(options: ParseOptions = {}): RecordReader<PredictionRow> {
  const row = emptyPredictionRow();
  const scan = emptyScan(row.features, options.taskOf);
  const interning = interningOf(scan);
  const trust = newTrust();
  const counts = { scanned: 0, parsed: 0 };
  /** Of a row that was parsed; null: the scan knows where it stands. */
  let parsedId: string | null = null;
  return {
    counts,
    id: (bytes) => parsedId ?? scannedId(scan, bytes),
    read(bytes) {
      const scanning = worthScanning(trust) && loadRecord(scan.record, bytes);
      if (scanning) {
        const layout = walk(scan, bytes);
        const hit = layout !== null && takePrediction(scan, layout, row);
        scanned(trust, hit);
        if (hit) {
          counts.scanned++;
          parsedId = null;
          return row;
        }
      }
      counts.parsed++;
      const parsed = parsePrediction(bytes.toString('utf8'), options);
      if (!parsed.ok) return parsed;
      if (parsed.event.kind === 'end') return parsed.event;
      parsedId = parsed.event.id;
      fillPrediction(row, scan, parsed.event, interning);
      // A record with a list would fail its scan each time, also along a layout that is known.
      if (scanning && row.ranked === null) learn(scan, trust, 'prediction', bytes, parsed.event.model);
      return row;
    },
  };
}

/** Reads the records of the topic `outcomes`. Nearly the same again, so that each is compiled for its own rows. */
export function createOutcomeReader(): RecordReader<OutcomeRow> {
  const row = emptyOutcomeRow();
  const scan = emptyScan(emptyColumns(), undefined);
  const interning = interningOf(scan);
  const trust = newTrust();
  const counts = { scanned: 0, parsed: 0 };
  /** Of a row that was parsed; null: the scan knows where it stands. */
  let parsedId: string | null = null;
  return {
    counts,
    id: (bytes) => parsedId ?? scannedId(scan, bytes),
    read(bytes) {
      const scanning = worthScanning(trust) && loadRecord(scan.record, bytes);
      if (scanning) {
        const layout = walk(scan, bytes);
        const hit = layout !== null && takeOutcome(scan, layout, row);
        scanned(trust, hit);
        if (hit) {
          counts.scanned++;
          parsedId = null;
          return row;
        }
      }
      counts.parsed++;
      const parsed = parseOutcome(bytes.toString('utf8'));
      if (!parsed.ok) return parsed;
      if (parsed.event.kind === 'end') return parsed.event;
      parsedId = parsed.event.id;
      fillOutcome(row, scan, parsed.event, interning);
      if (scanning && row.chosen === null) learn(scan, trust, 'outcome', bytes, parsed.event.model);
      return row;
    },
  };
}

function scannedId({ oddId, idFrom, idUntil }: RecordScan, bytes: Buffer): string {
  return oddId ?? bytes.toString('latin1', idFrom, idUntil);
}

function learn(scan: RecordScan, trust: Trust, side: Side, bytes: Buffer, model: string): void {
  if (!takeLesson(trust)) return;
  if (isFull(scan.tree)) {
    forgetLayouts(scan.tree);
    scan.models.forgetNodes();
  }
  learnLayout(scan, side, bytes, scan.models.facts(model));
}

/** Strings and lists of a scan, for rows that are filled from events. */
export function interningOf({ dictionary, lists, models }: RecordScan): Interning {
  return {
    lookUp: (text) => lookUpText(dictionary, text),
    get text() {
      return dictionary.text;
    },
    get hash() {
      return dictionary.hash;
    },
    names: (names) => lists.of(names),
    keySeed: (model) => models.facts(model).keySeed,
  };
}
