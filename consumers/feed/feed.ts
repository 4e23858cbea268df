/** The feed stage: the public topics as a WebSocket stream for browsers, and as a projection for REST. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { Gauge, type Registry } from 'prom-client';
import type { EventLog } from '../../src/log/port.js';
import { CLIENT_LIMITS, type ClientLimits } from './client.js';
import { FeedConnections } from './connections.js';
import { FeedHub } from './hub.js';
import { PROJECTION_LIMITS, type Projection, type ProjectionLimits } from './projection.js';

export interface FeedLimits {
  readonly client: ClientLimits;
  readonly projection: ProjectionLimits;
  readonly maxConnections: number;
  /** Milliseconds between two pings; a client that misses one whole interval is dropped. */
  readonly heartbeatMs: number;
  /** Milliseconds that a client has to answer a goodbye. */
  readonly goodbyeMs: number;
}

export const FEED_LIMITS: FeedLimits = {
  client: CLIENT_LIMITS,
  projection: PROJECTION_LIMITS,
  maxConnections: 500,
  heartbeatMs: 30_000,
  goodbyeMs: 1_000,
};

export interface FeedOptions {
  readonly log: EventLog;
  readonly logger: Logger;
  /** Prometheus registry for the feed's own gauges. */
  readonly registry: Registry;
  readonly limits?: Partial<FeedLimits>;
}

/** What REST and the page's first load read. */
export interface FeedView {
  readonly projection: Projection;
  /** A client that subscribes with it gets everything that is not in `projection` yet. */
  readonly cursor: string;
}

export interface Feed extends FeedView {
  /** Begins to follow the log from its first record. Throws `LogError`. */
  start(): Promise<void>;
  /** Says goodbye to the clients; they can resume by cursor. */
  disconnect(): Promise<void>;
  /** Disconnects and leaves the log. */
  stop(): Promise<void>;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Why the projection may be wrong, in words; empty when it is right. */
  problems(): readonly string[];
}

export function createFeed({ log, logger, registry, limits = {} }: FeedOptions): Feed {
  const { client, projection, maxConnections, heartbeatMs, goodbyeMs } = { ...FEED_LIMITS, ...limits };
  const hub = new FeedHub({ log, logger, clientLimits: client, projectionLimits: projection });
  const connections = new FeedConnections(hub, logger, maxConnections);
  const disconnect = (): Promise<void> =>
    connections.disconnect(1001, 'Leeway is stopping: reconnect with your last cursor', goodbyeMs);
  let heartbeat: NodeJS.Timeout | null = null;
  publishGauges(registry, hub, connections);
  return {
    projection: hub.projection,
    get cursor() {
      return hub.cursor;
    },
    async start() {
      await hub.start();
      heartbeat = setInterval(() => connections.beat(), heartbeatMs);
      heartbeat.unref();
    },
    disconnect,
    async stop() {
      if (heartbeat !== null) clearInterval(heartbeat);
      heartbeat = null;
      await disconnect();
      await hub.stop();
    },
    handleUpgrade: (request, socket, head) => connections.handleUpgrade(request, socket, head),
    problems: () =>
      hub.lastUnreadable === null ? [] : [`feed: ${hub.unreadable} unreadable; last ${hub.lastUnreadable}`],
  };
}

function publishGauges(registry: Registry, hub: FeedHub, connections: FeedConnections): void {
  gauge('leeway_feed_clients', 'Clients connected to the feed now.', () => connections.size);
  gauge(
    'leeway_feed_metric_records',
    'Metric records kept for new pages.',
    () => hub.projection.metrics.size,
  );
  gauge('leeway_feed_unreadable_records', 'Records that could not be read.', () => hub.unreadable);

  function gauge(name: string, help: string, read: () => number): void {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(read());
        },
      }),
    );
  }
}
