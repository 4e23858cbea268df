/**
 * One client's stream of records: first what it missed, read from the log at the client's own pace, then live.
 * Bounded: a slow client's metrics are conflated; a client so slow that even alerts pile up is closed, with a reason,
 * and can resume by its last cursor.
 */
import { encodeCursor } from './cursor.js';
import { isConflatable, PendingMetrics } from './conflation.js';
import type { Delivery } from './delivery.js';
import type { Positions } from './positions.js';
import type { SubscribeRequest } from './subscription.js';
import { PROVISIONAL_TOPIC, isFeedTopic } from './topics.js';

/** What the client needs of a WebSocket. */
export interface FeedSocket {
  /** Bytes that were sent and that the network has not taken yet. */
  readonly bufferedAmount: number;
  send(text: string, taken: () => void): void;
  close(code: number, reason: string): void;
}

export interface ClientLimits {
  /** Bytes of `bufferedAmount` above which metrics are conflated and the catch-up waits. */
  readonly softBytes: number;
  /** Bytes of `bufferedAmount` above which the client is closed. */
  readonly hardBytes: number;
  /** Conflated series above which the client is closed. */
  readonly maxPending: number;
}

export const CLIENT_LIMITS: ClientLimits = { softBytes: 1 << 20, hardBytes: 8 << 20, maxPending: 10_000 };

/** WebSocket close codes: "policy violation" = mend the request; "try again later" = resume by the last cursor. */
export const CLOSE_BAD_REQUEST = 1008;
export const CLOSE_TRY_AGAIN = 1013;

export class FeedClient {
  readonly #socket: FeedSocket;
  readonly #limits: ClientLimits;
  readonly #request: SubscribeRequest;
  /** Every record before these was sent, superseded, pending, or is not wanted. */
  readonly #seen: Positions;
  readonly #pending = new PendingMetrics();
  /** What is not decided yet and waits for room, the newest of each model. No part of any cursor. */
  readonly #undecided = new Map<string, Delivery>();
  #state: 'catching-up' | 'live' | 'stopped' = 'catching-up';
  #roomWanted: (() => void) | null = null;

  constructor(socket: FeedSocket, request: SubscribeRequest, start: Positions, limits: ClientLimits) {
    this.#socket = socket;
    this.#request = request;
    this.#seen = start.copy();
    this.#limits = limits;
  }

  get stopped(): boolean {
    return this.#state === 'stopped';
  }

  get seen(): Positions {
    return this.#seen;
  }

  wantsTopic(topic: string): boolean {
    const { topics } = this.#request;
    if (topics === null) return true;
    return (isFeedTopic(topic) || topic === PROVISIONAL_TOPIC) && topics.has(topic);
  }

  /** The catch-up has reached the end: from now on `deliver` counts. */
  goLive(): void {
    if (this.#state !== 'catching-up') return;
    this.#state = 'live';
    this.#showUndecided();
  }

  /** No further record is sent; the socket stays as it is. */
  stop(): void {
    this.#state = 'stopped';
    this.#releaseCatchUp();
  }

  close(code: number, reason: string): void {
    if (this.stopped) return;
    this.stop();
    this.#socket.close(code, reason);
  }

  /** A record that has just been appended; while catching up it will be read from the log instead. */
  deliver(delivery: Delivery): void {
    if (this.#state !== 'live') return;
    if (!this.#advance(delivery)) return;
    if (isConflatable(delivery) && (this.#pending.size > 0 || this.#isSlow())) {
      this.#pending.put(delivery);
      if (this.#pending.size > this.#limits.maxPending) this.#tooSlow();
      return;
    }
    this.#send(delivery);
    if (this.#socket.bufferedAmount > this.#limits.hardBytes) this.#tooSlow();
  }

  /** What is not decided yet; a newer one takes the place of one that still waits for room. */
  show(delivery: Delivery): void {
    const { model } = delivery.record;
    if (this.stopped || !this.wantsTopic(delivery.topic) || !this.#wantsModel(model)) return;
    this.#undecided.delete(model);
    this.#undecided.set(model, delivery);
    if (this.#undecided.size > this.#limits.maxPending) {
      for (const stalest of this.#undecided.keys()) {
        this.#undecided.delete(stalest);
        break;
      }
    }
    this.#showUndecided();
  }

  #showUndecided(): void {
    if (this.#state !== 'live' || this.#pending.size > 0) return;
    for (const [model, delivery] of this.#undecided) {
      if (this.#isSlow()) return;
      this.#undecided.delete(model);
      this.#send(delivery);
    }
  }

  #wantsModel(model: string): boolean {
    return this.#request.models === null || this.#request.models.has(model);
  }

  /** A record of the past; resolves when there is room for the next one, or when the client has been stopped. */
  async replay(delivery: Delivery): Promise<void> {
    if (this.stopped || !this.#advance(delivery)) return;
    this.#send(delivery);
    while (!this.stopped && this.#isSlow()) {
      await new Promise<void>((resolve) => {
        this.#roomWanted = resolve;
      });
    }
  }

  /** Records before `next` that could not be read need no waiting for. */
  skipTo(topic: string, partition: number, next: number): void {
    if ((this.#seen.get(topic, partition) ?? 0) < next) this.#seen.set(topic, partition, next);
  }

  /** False for a record that the client has, or does not want. */
  #advance({ topic, partition, offset, record }: Delivery): boolean {
    if (offset < (this.#seen.get(topic, partition) ?? 0)) return false;
    this.#seen.set(topic, partition, offset + 1);
    return this.wantsTopic(topic) && this.#wantsModel(record.model);
  }

  #send(delivery: Delivery): void {
    const cursor = encodeCursor(this.#resumePoint());
    const text = `{"topic":${JSON.stringify(delivery.topic)},"cursor":"${cursor}","record":${delivery.text()}}`;
    this.#socket.send(text, () => this.#onTaken());
  }

  #resumePoint(): Positions {
    if (this.#pending.size === 0) return this.#seen;
    const point = this.#seen.copy();
    for (const { topic, partition, offset } of this.#pending.oldest()) point.set(topic, partition, offset);
    return point;
  }

  #onTaken(): void {
    if (this.stopped || this.#isSlow()) return;
    this.#releaseCatchUp();
    while (!this.#isSlow()) {
      const next = this.#pending.take();
      if (next === undefined) break;
      this.#send(next);
    }
    this.#showUndecided();
  }

  #releaseCatchUp(): void {
    this.#roomWanted?.();
    this.#roomWanted = null;
  }

  #isSlow(): boolean {
    return this.#socket.bufferedAmount > this.#limits.softBytes;
  }

  #tooSlow(): void {
    this.close(CLOSE_TRY_AGAIN, 'too slow: reconnect with your last cursor');
  }
}
