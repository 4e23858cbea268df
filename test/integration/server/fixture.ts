/** A whole server on a real embedded log in a folder of its own, with a small metric store in memory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createFeed, type Feed, type FeedLimits } from '../../../consumers/feed/feed.js';
import { decodeCursor } from '../../../consumers/feed/cursor.js';
import { FEED_TOPICS } from '../../../consumers/feed/topics.js';
import { createEmbeddedLog } from '../../../src/log/embedded/index.js';
import { toOffset, type EventLog, type LogRecord } from '../../../src/log/port.js';
import type { MetricPoint, MetricQuery, MetricStore } from '../../../src/metric-store/port.js';
import type { FeedRecord } from '../../../src/records/feed.js';
import type { Readiness } from '../../../src/server/health.js';
import { createServer, type Server, type ServerOptions } from '../../../src/server/server.js';

const PARTITIONS = 2;
const TOPICS = [
  'predictions',
  'outcomes',
  'profiles',
  'metrics',
  'provisional',
  'alerts',
  'retraining',
  'models',
  'commands',
] as const;

const TOPIC_OF_KIND: Record<FeedRecord['kind'], string> = {
  metrics: 'metrics',
  status: 'metrics',
  provisional: 'provisional',
  weights: 'metrics',
  alert: 'alerts',
  retraining: 'retraining',
  model: 'models',
};

export class StoreInMemory implements MetricStore {
  points: MetricPoint[] = [];
  failure: Error | null = null;
  asked: MetricQuery[] = [];

  async open(): Promise<void> {}

  async write(points: readonly MetricPoint[]): Promise<void> {
    this.points.push(...points);
  }

  async query(query: MetricQuery): Promise<MetricPoint[]> {
    this.asked.push(query);
    if (this.failure !== null) throw this.failure;
    return this.points
      .filter((p) => query.model === undefined || p.model === query.model)
      .slice(0, query.limit);
  }

  async close(): Promise<void> {}
}

export interface Fixture {
  readonly url: string;
  readonly log: EventLog;
  readonly feed: Feed;
  readonly server: Server;
  readonly store: StoreInMemory;
  readonly registry: Registry;
  readiness: Readiness;
  /** Appends records of the public topics, and waits until the feed has them. */
  publish(records: readonly FeedRecord[]): Promise<void>;
  /** All records of a topic, partition by partition. */
  contents(topic: string): Promise<LogRecord[]>;
  get(path: string, init?: RequestInit): Promise<Answer>;
  post(path: string, body?: string | Buffer, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Tests look into answers by name; each field that matters is compared.
  readonly body: Record<string, never>;
}

export interface FixtureOptions {
  readonly wrapLog?: (log: EventLog) => EventLog;
  readonly feedLimits?: Partial<FeedLimits>;
  readonly server?: Partial<ServerOptions>;
}

export const NOW = Date.UTC(2026, 0, 15, 12);

export async function startFixture(options: FixtureOptions = {}): Promise<Fixture> {
  const directory = await mkdtemp(join(tmpdir(), 'leeway-server-'));
  const stored = await createEmbeddedLog({ directory });
  await stored.ensureTopics(
    TOPICS.map((name) => ({
      name,
      partitions: PARTITIONS,
      cleanup: 'delete',
      retentionMs: -1,
      maxRecordBytes: 1 << 20,
    })),
  );
  const log = options.wrapLog?.(stored) ?? stored;
  const logger = pino({ level: 'silent' });
  const registry = new Registry();
  const store = new StoreInMemory();
  const feed = createFeed({ log, logger, registry, limits: options.feedLimits ?? {} });
  await feed.start();
  const state = { readiness: { ready: true, reasons: [] } as Readiness };
  const server = createServer({
    log,
    partitions: PARTITIONS,
    store,
    feed,
    registry,
    logger,
    readiness: () => state.readiness,
    topology: 'apps -> predictions -> profiler',
    clock: () => NOW,
    port: 0,
    ...options.server,
  });
  const { url } = await server.start();
  const get = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(url + path, init);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const body = (isJson ? JSON.parse(text) : {}) as Record<string, never>;
    return { status: response.status, headers: response.headers, text, body };
  };
  return {
    url,
    log: stored,
    feed,
    server,
    store,
    registry,
    get readiness() {
      return state.readiness;
    },
    set readiness(value) {
      state.readiness = value;
    },
    async publish(records) {
      await stored.append(
        records.map((record) => ({
          topic: TOPIC_OF_KIND[record.kind],
          key: record.model,
          value: Buffer.from(JSON.stringify(record)),
        })),
      );
      await arrival(stored, feed);
    },
    contents: (topic) => contentsOf(stored, topic),
    get,
    post: (path, body, headers = {}) =>
      get(path, {
        method: 'POST',
        headers,
        ...(body !== undefined && { body: body as NonNullable<RequestInit['body']> }),
      }),
    async close() {
      await server.stop();
      await feed.stop();
      await stored.close();
      await rm(directory, { recursive: true });
    },
  };
}

async function contentsOf(log: EventLog, topic: string): Promise<LogRecord[]> {
  const all: LogRecord[] = [];
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const { first, next } = await log.range(topic, partition);
    await log.read(topic, partition, toOffset(first), next, (records) => {
      all.push(...records);
    });
  }
  return all;
}

/** Resolves when the feed has read everything that is in the public topics. */
async function arrival(log: EventLog, feed: Feed): Promise<void> {
  for (const topic of FEED_TOPICS) {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const { next } = await log.range(topic, partition);
      while ((decodeCursor(feed.cursor).get(topic, partition) ?? 0) < next) await nextTurn();
    }
  }
}
