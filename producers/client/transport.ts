import type { WireRefusal } from '../../src/events/wire.js';

/** Where an event goes: the topic, and the last part of the address over HTTP. */
export type Destination = 'predictions' | 'outcomes';

/** An event as it goes over the wire. */
export interface EncodedEvent {
  readonly id: string;
  readonly json: string;
  /** Of `json` in UTF-8. */
  readonly bytes: number;
}

/** How batches leave the process. */
export interface Transport {
  /**
   * Resolves once every event that is not named in the answer is durable in the log.
   * @throws DeliveryError says what to do about it; nothing is known about any event of the batch then.
   */
  send(destination: Destination, events: readonly EncodedEvent[]): Promise<readonly WireRefusal[]>;
  close(): Promise<void>;
}
