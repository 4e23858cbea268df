import type { Join } from './join.js';

/** What a join holds, for the metrics. */
export interface JoinSize {
  /** Rows that are held. */
  readonly rows: number;
  /** Those of them that have their other half: tombstones. */
  readonly matched: number;
  /** Memory of pages and index, with what has not been dropped yet; texts are taken as two bytes a character. */
  readonly bytes: number;
}

export function joinSize(join: Join): JoinSize {
  let [rows, matched] = [0, 0];
  let bytes = join.index.slots.byteLength;
  for (const page of join.pages.all) {
    if (!page) continue;
    rows += page.rows;
    matched += page.matched;
    bytes += page.words.byteLength;
    for (const text of page.dictionary.texts) bytes += 2 * text.length;
  }
  return { rows, matched, bytes };
}
