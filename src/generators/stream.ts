import { seededRandom, type Random } from '../../detectors/random.js';
import { checkedWhole, type Concept } from './concept.js';

/**
 * A known change: rows before `from` are of the old concept, rows from `to` on of the new one (indices from 0). Between
 * them a gradual change mixes both, an incremental one passes through what lies between.
 */
export interface Change {
  readonly kind: 'abrupt' | 'gradual' | 'incremental';
  readonly from: number;
  /** Equal to `from` for an abrupt change. */
  readonly to: number;
}

/** A stream whose truth is known. The same seed gives the same rows on every machine. */
export interface GeneratedStream<Row> {
  readonly length: number;
  readonly changes: readonly Change[];
  rows(seed: number): Generator<Row, void, undefined>;
}

/** @param conceptAt  what makes the row at this index; it may draw which */
export function streamOf<Row>(
  length: number,
  changes: readonly Change[],
  conceptAt: (row: number, random: Random) => Concept<Row>,
): GeneratedStream<Row> {
  checkedWhole(length, 'rows', 1, Number.MAX_SAFE_INTEGER);
  return {
    length,
    changes,
    *rows(seed) {
      const random = seededRandom(seed);
      for (let row = 0; row < length; row++) yield conceptAt(row, random)(random);
    },
  };
}

/** @throws RangeError unless 0 <= from <= to <= rows */
export function checkedSpan(from: number, to: number, rows: number): void {
  checkedWhole(from, 'from', 0, rows);
  checkedWhole(to, 'to', from, rows);
}
