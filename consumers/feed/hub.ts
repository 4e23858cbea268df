/**
 * The feed's heart: follows the public topics once, keeps the projection, and hands each record to every client.
 * Costs one parse a record when nobody listens.
 */
import type { Logger } from 'pino';
import type { EventLog, Follower, LogRecord } from '../../src/log/port.js';
import { catchUp } from './catch-up.js';
import { FeedClient, type ClientLimits, type FeedSocket } from './client.js';
import { encodeCursor } from './cursor.js';
import { readDelivery, type Delivery } from './delivery.js';
import { Positions } from './positions.js';
import { emptyProjection, project, type Projection, type ProjectionLimits } from './projection.js';
import type { SubscribeRequest } from './subscription.js';
import { FEED_TOPICS, PROVISIONAL_TOPIC } from './topics.js';

/** A writer that has gone mad must not fill the journal; the gauge goes on counting. */
const REPORTED = 20;

type OnDelivery = (delivery: Delivery) => void;

export interface HubOptions {
  readonly log: EventLog;
  readonly logger: Logger;
  readonly clientLimits: ClientLimits;
  readonly projectionLimits: ProjectionLimits;
}

export class FeedHub {
  readonly projection: Projection;
  readonly #options: HubOptions;
  readonly #positions = new Positions();
  readonly #clients = new Set<FeedClient>();
  #followers: readonly Follower[] = [];
  #unreadable = 0;
  #lastUnreadable: string | null = null;

  constructor(options: HubOptions) {
    this.#options = options;
    this.projection = emptyProjection(options.projectionLimits);
  }

  /** Records that could not be read, since the start. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** Which record could not be read last, and why; null when all could. */
  get lastUnreadable(): string | null {
    return this.#lastUnreadable;
  }

  /** Where the projection stands: a client that subscribes with it gets everything that is not in it. */
  get cursor(): string {
    return encodeCursor(this.#positions);
  }

  async start(): Promise<void> {
    const { log } = this.#options;
    const follow = async (topics: readonly string[], start: 'first' | 'now', onRecord: OnDelivery) => {
      const follower = await log.follow(topics, start, (records) => this.#read(records, onRecord));
      this.#followers = [...this.#followers, follower];
    };
    // Together: Kafka takes seconds for each new reader.
    await Promise.all([
      follow(FEED_TOPICS, 'first', (delivery) => {
        for (const client of this.#clients) client.deliver(delivery);
      }),
      follow([PROVISIONAL_TOPIC], 'now', (delivery) => {
        for (const client of this.#clients) client.show(delivery);
      }),
    ]);
  }

  async stop(): Promise<void> {
    const followers = this.#followers;
    this.#followers = [];
    await Promise.all(followers.map((follower) => follower.close()));
  }

  /** Opens a stream of records into a socket. The caller removes it when the socket has closed. */
  add(socket: FeedSocket, request: SubscribeRequest): FeedClient {
    const client = new FeedClient(
      socket,
      request,
      request.cursor ?? this.#positions,
      this.#options.clientLimits,
    );
    this.#clients.add(client);
    catchUp(client, this.#options.log, this.#positions).catch((error: unknown) => {
      this.#options.logger.warn({ err: error }, 'feed: a client could not catch up');
      client.close(1011, 'the log cannot be read now: reconnect with your last cursor');
    });
    return client;
  }

  remove(client: FeedClient): void {
    client.stop();
    this.#clients.delete(client);
  }

  #read(records: readonly LogRecord[], onDelivery: OnDelivery): void {
    for (const record of records) {
      const delivery = readDelivery(record);
      if (record.topic !== PROVISIONAL_TOPIC)
        this.#positions.set(record.topic, record.partition, record.offset + 1);
      if (delivery === null) continue;
      if ('unreadable' in delivery) {
        this.#report(record, delivery.unreadable);
        continue;
      }
      project(this.projection, delivery.record);
      onDelivery(delivery);
    }
  }

  #report(record: LogRecord, reason: string): void {
    this.#unreadable++;
    this.#lastUnreadable = `${record.topic} ${record.partition}@${record.offset}: ${reason}`;
    if (this.#unreadable > REPORTED) return;
    const { topic, partition, offset } = record;
    this.#options.logger.warn(
      { topic, partition, offset, reason },
      'feed: a record cannot be read and is left out',
    );
  }
}
