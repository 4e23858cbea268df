/** Batches straight into the log (Kafka, or any other EventLog), keyed by prediction id so that pairs meet. */
import type { WireRefusal } from '../../src/events/wire.js';
import { LogError, type LogErrorHandling } from '../../src/log/errors.js';
import type { EventLog } from '../../src/log/port.js';
import { DeliveryError, type DeliveryHandling } from './delivery-error.js';
import type { Destination, EncodedEvent, Transport } from './transport.js';

export interface LogTransportOptions {
  /** Called once, at the first batch, and again after it has failed. */
  readonly open: () => Promise<EventLog>;
  /** Whether `close` closes the log too: whoever opened it does. */
  readonly ownsLog: boolean;
}

const handlingOf: Record<LogErrorHandling, DeliveryHandling> = {
  retry: 'retry',
  reopen: 'retry',
  fatal: 'fatal',
};

export class LogTransport implements Transport {
  readonly #options: LogTransportOptions;
  #opened: Promise<EventLog> | undefined;

  constructor(options: LogTransportOptions) {
    this.#options = options;
  }

  async send(destination: Destination, events: readonly EncodedEvent[]): Promise<readonly WireRefusal[]> {
    try {
      const log = await this.#open();
      await log.append(
        events.map(({ id, json }) => ({ topic: destination, key: id, value: Buffer.from(json) })),
      );
      return [];
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      const handling = error.code === 'record-too-large' ? 'split' : handlingOf[error.handling];
      throw new DeliveryError(handling, error.message, { cause: error });
    }
  }

  async close(): Promise<void> {
    if (this.#options.ownsLog && this.#opened) await (await this.#opened).close();
  }

  #open(): Promise<EventLog> {
    this.#opened ??= this.#options.open().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }
}
