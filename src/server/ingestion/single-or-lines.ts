/**
 * A body that begins like an object and does not say what it is. Where its first line is JSON by itself it is NDJSON
 * (or the one object on one line); otherwise all of it is one object over several lines.
 */
import { LineItems } from './line-items.js';
import type { ItemCutter, OnItem } from './items.js';

const LINE_FEED = 0x0a;

export class SingleOrLines implements ItemCutter {
  readonly #onItem: OnItem;
  #pieces: Buffer[] = [];
  #decided: 'single' | LineItems | null = null;

  constructor(onItem: OnItem) {
    this.#onItem = onItem;
  }

  push(chunk: Buffer): void {
    if (this.#decided instanceof LineItems) {
      this.#decided.push(chunk);
      return;
    }
    this.#pieces.push(chunk);
    if (this.#decided === null && chunk.includes(LINE_FEED)) this.#decide();
  }

  end(): void {
    if (this.#decided instanceof LineItems) this.#decided.end();
    else this.#onItem(Buffer.concat(this.#pieces));
  }

  #decide(): void {
    const sofar = Buffer.concat(this.#pieces);
    if (!isJson(sofar.subarray(0, sofar.indexOf(LINE_FEED)))) {
      this.#decided = 'single';
      return;
    }
    this.#pieces = [];
    this.#decided = new LineItems(this.#onItem);
    this.#decided.push(sofar);
  }
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
