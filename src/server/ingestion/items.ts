/** Cuts a request body that arrives in pieces into its items, without ever looking at a byte twice for each piece. */
import { ArrayItems } from './array-items.js';
import { isBlank } from './blank.js';
import { LineItems } from './line-items.js';
import { SingleOrLines } from './single-or-lines.js';

/** Receives the bytes of one item, and looks at them before it returns. */
export type OnItem = (item: Buffer) => void;

export interface ItemCutter {
  push(chunk: Buffer): void;
  /** Throws `BodyError` when the body as a whole is broken. */
  end(): void;
}

const NDJSON_TYPES = new Set([
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
]);
const OPEN_BRACKET = 0x5b;

/** By content type; other types are told apart by their first bytes: `[` is an array, else one object or lines. */
export function itemCutter(contentType: string | undefined, onItem: OnItem): ItemCutter {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && NDJSON_TYPES.has(type)) return new LineItems(onItem);
  return new DetectedItems(onItem);
}

class DetectedItems implements ItemCutter {
  readonly #onItem: OnItem;
  #cutter: ItemCutter | null = null;

  constructor(onItem: OnItem) {
    this.#onItem = onItem;
  }

  push(chunk: Buffer): void {
    if (this.#cutter === null) {
      const start = chunk.findIndex((byte) => !isBlank(byte));
      if (start === -1) return;
      this.#cutter =
        chunk[start] === OPEN_BRACKET ? new ArrayItems(this.#onItem) : new SingleOrLines(this.#onItem);
      this.#cutter.push(chunk.subarray(start));
      return;
    }
    this.#cutter.push(chunk);
  }

  end(): void {
    this.#cutter?.end();
  }
}
