import { stringHash } from '../aggregates/string-hash.js';
import type { Features } from '../events/event.js';

/** The inputs of one prediction. */
export interface InputRow {
  readonly id: string;
  /** Epoch ms, event time. */
  readonly time: number;
  readonly features: Features;
}

/** At most so many rows of a stretch of time, those of the smallest hashes of their ids: whoever comes first, the same ones. */
export class RowSample<Row extends InputRow = InputRow> {
  readonly #rows = new Map<string, { readonly hash: number; readonly row: Row }>();
  readonly #most: number;
  /** Rows that came. */
  seen = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(row: Row): void {
    if (this.#rows.has(row.id)) return;
    this.seen++;
    this.#rows.set(row.id, { hash: stringHash(row.id), row });
    if (this.#rows.size >= 2 * this.#most) this.#trim();
  }

  /** In the order of time. */
  rows(): Row[] {
    this.#trim();
    return [...this.#rows.values()]
      .map(({ row }) => row)
      .sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
  }

  #trim(): void {
    if (this.#rows.size <= this.#most) return;
    const kept = [...this.#rows].sort(([a, x], [b, y]) => x.hash - y.hash || (a < b ? -1 : 1));
    for (const [id] of kept.slice(this.#most)) this.#rows.delete(id);
  }
}
