/** What became of the items of one request: records for the log, and one reason for each item that was refused. */
import type { EndMarker, Outcome, Prediction } from '../../events/event.js';
import type { NewRecord } from '../../log/port.js';
import type { ParsedEvent } from './parsers.js';

export interface Refused {
  /** Position in the body, from 0. */
  readonly index: number;
  readonly code: string;
  readonly message: string;
}

export interface ReceiptRules {
  readonly topic: string;
  readonly parse: (text: string) => ParsedEvent<Prediction | Outcome | EndMarker>;
  readonly itemBytes: number;
  readonly futureToleranceMs: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

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

  add(bytes: Buffer): void {
    const { topic, itemBytes } = this.#rules;
    if (bytes.length > itemBytes) {
      this.refuse(
        'too-large',
        `the event has ${bytes.length} bytes, at most ${itemBytes} are taken: send fewer features`,
      );
      return;
    }
    const text = decode(bytes);
    if (text === null) {
      this.refuse('bad-encoding', 'the event is not UTF-8: encode it so');
      return;
    }
    const parsed = this.#rules.parse(text);
    if (!parsed.ok) {
      this.refuse(parsed.code, parsed.message);
      return;
    }
    const { event } = parsed;
    if (event.kind === 'end') {
      this.refuse(
        'wrong-type',
        'an end marker goes into every partition of the log: only a client of the log can write it',
      );
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
    this.records.push({ topic, key: event.id, value: Buffer.from(text.trim(), 'utf8') });
  }

  refuse(code: string, message: string): void {
    this.refused.push({ index: this.items, code, message });
  }
}

function decode(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
