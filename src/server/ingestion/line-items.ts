/** NDJSON: one item a line; empty lines are none. */
import { isAllBlank } from './blank.js';
import type { ItemCutter, OnItem } from './items.js';

const LINE_FEED = 0x0a;

export class LineItems implements ItemCutter {
  readonly #onItem: OnItem;
  /** Pieces of the line that has not ended yet; joined once, when it does. */
  #pieces: Buffer[] = [];

  constructor(onItem: OnItem) {
    this.#onItem = onItem;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      this.#pieces.push(chunk.subarray(start, end));
      this.#emit();
      start = end + 1;
    }
    if (start < chunk.length) this.#pieces.push(chunk.subarray(start));
  }

  end(): void {
    this.#emit();
  }

  #emit(): void {
    const [only] = this.#pieces;
    const line = this.#pieces.length === 1 && only !== undefined ? only : Buffer.concat(this.#pieces);
    this.#pieces = [];
    if (!isAllBlank(line)) this.#onItem(line);
  }
}
