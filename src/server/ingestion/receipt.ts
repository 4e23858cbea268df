/** What became of the items of one request: records for the log, and one reason for each item that was refused. */
import { isUtf8 } from 'node:buffer';
import type { NewRecord } from '../../log/port.js';
import { withoutBlankEnds } from './blank.js';
import type { EventReader } from './event-reader.js';

export interface Refused {
  /** Position in the body, from 0. */
  readonly index: number;
  readonly code: string;
  readonly message: string;
}

export interface ReceiptRules {
  readonly topic: string;
  readonly read: EventReader;
  readonly itemBytes: number;
  readonly futureToleranceMs: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export class Receipt {
  readonly records: NewRecord[] = [];
  readonly refused: Refused[] = [];
  readonly #rules: ReceiptRules;

  constructor(rules: ReceiptRules) {
    this.#rules = rules;
  }

  /** Items seen so far. */
  get items(): number {
    return this.records.length + this.refused.length;
  }

  /** The record is a part of these bytes: they must not change before it is in the log. */
  add(bytes: Buffer): void {
    const { topic, itemBytes } = this.#rules;
    if (bytes.length > itemBytes) {
      this.refuse(
        'too-large',
        `the event has ${bytes.length} bytes, at most ${itemBytes} are taken: send fewer features`,
      );
      return;
    }
    if (!isUtf8(bytes)) {
      this.refuse('bad-encoding', 'the event is not UTF-8: encode it so');
      return;
    }
    const value = withoutBlankEnds(bytes);
    const event = this.#rules.read(value);
    if (!event.ok) {
      this.refuse(event.code, event.message);
      return;
    }
    const ahead = event.time - this.#rules.now();
    if (ahead > this.#rules.futureToleranceMs) {
      this.refuse(
        'future',
        `time is ${Math.round(ahead / 1000)} s ahead of the server's clock: check the clock and the unit`,
      );
      return;
    }
    this.records.push({ topic, key: event.id, value });
  }

  refuse(code: string, message: string): void {
    this.refused.push({ index: this.items, code, message });
  }
}
