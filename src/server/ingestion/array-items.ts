/**
 * Cuts `[ {...}, {...} ]` at the commas of its top level, so that every item keeps its own bytes and one broken item
 * does not take the others with it. Strings, escapes and nesting are followed; what is inside an item is its parser's.
 */
import { isAllBlank, isBlank } from './blank.js';
import { BodyError } from './body-error.js';
import type { ItemCutter, OnItem } from './items.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

export class ArrayItems implements ItemCutter {
  readonly #onItem: OnItem;
  #pieces: Buffer[] = [];
  /** 0 before the array, 1 at its top level, more inside an item, -1 after it. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  #items = 0;

  constructor(onItem: OnItem) {
    this.#onItem = onItem;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (this.#inString) {
        this.#inside(byte);
      } else if (byte === QUOTE) {
        this.#inString = true;
      } else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
        if (this.#depth === 0) start = i + 1;
        this.#refuseTail(byte);
        this.#depth++;
      } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) {
        this.#refuseTail(byte);
        if (this.#depth === 1) {
          if (byte === CLOSE_BRACE) throw new BodyError('a "}" closes nothing in the array');
          this.#cut(chunk.subarray(start, i), 'last');
          start = i + 1;
        }
        this.#depth = this.#depth === 1 ? -1 : this.#depth - 1;
      } else if (byte === COMMA && this.#depth === 1) {
        this.#cut(chunk.subarray(start, i), 'more');
        start = i + 1;
      } else if (!isBlank(byte)) {
        this.#refuseTail(byte);
      }
    }
    if (this.#depth > 0 && start < chunk.length) this.#pieces.push(chunk.subarray(start));
  }

  end(): void {
    if (this.#depth !== -1)
      throw new BodyError('the array does not end: a "]" is missing, or a string is not closed');
  }

  #inside(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }

  #refuseTail(byte: number): void {
    if (this.#depth === -1)
      throw new BodyError(`after the array there is ${JSON.stringify(String.fromCharCode(byte))}`);
  }

  #cut(tail: Buffer, follows: 'more' | 'last'): void {
    this.#pieces.push(tail);
    const item = Buffer.concat(this.#pieces);
    this.#pieces = [];
    if (isAllBlank(item)) {
      if (follows === 'last' && this.#items === 0) return;
      throw new BodyError(`item ${this.#items} of the array is empty: there is a comma too many`);
    }
    this.#items++;
    this.#onItem(item);
  }
}
