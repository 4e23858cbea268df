/** The HTTP server: ingestion, REST, commands, health, Prometheus, the feed's WebSocket and the live page. */
import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import express, { type Express } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Feed } from '../../consumers/feed/feed.js';
import type { Task } from '../events/event.js';
import type { EventLog } from '../log/port.js';
import type { MetricStore } from '../metric-store/port.js';
import { commandRoutes } from './command-routes.js';
import { CommandDesk } from './commands.js';
import { policyHistory } from './decisions/policy-history.js';
import { healthRoutes, type Readiness } from './health.js';
import { PendingBudget } from './ingestion/budget.js';
import { ingestionCounters } from './ingestion/counters.js';
import { eventReaders, type Unwelcome } from './ingestion/event-reader.js';
import { ingestionRoute } from './ingestion/route.js';
import { close, listen, urlOf } from './listen.js';
import { SERVER_LIMITS, type ServerLimits } from './limits.js';
import type { Operations } from './operations/operations.js';
import { operationsRoutes } from './operations/routes.js';
import { originGuard, whyRefused } from './origin.js';
import { page } from './page.js';
import { problemHandler, unknownRoute } from './problem-handlers.js';
import { readRoutes } from './read-routes.js';
import { securityHeaders } from './security-headers.js';
import type { Status } from './status/status.js';

const FEED_PATH = '/feed';

export interface ServerOptions {
  readonly log: EventLog;
  /** Of every topic. */
  readonly partitions: number;
  readonly store: MetricStore;
  /** Started and stopped by its owner. */
  readonly feed: Feed;
  readonly registry: Registry;
  readonly logger: Logger;
  /** A model's task where configuration fixes it; without it the shape of each event decides. */
  readonly taskOf?: (model: string) => Task | undefined;
  readonly readiness: () => Readiness | Promise<Readiness>;
  /** What `GET /api/status` answers; left out where nothing is measured. */
  readonly status?: () => Promise<Status>;
  /** Hears of each request that was answered 429. */
  readonly onBehind?: () => void;
  /** Dead letters and lives of predictions; left out where there are none to ask for. */
  readonly operations?: Operations;
  /** What `GET /api/topology` answers. */
  readonly topology: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Default 127.0.0.1: there is no log-in, so being reachable from elsewhere must be asked for. */
  readonly host?: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly limits?: Partial<ServerLimits>;
  /** Models of which no event is taken, and why; without it all are. */
  readonly unwelcome?: Unwelcome;
  readonly newId?: () => string;
}

export interface Server {
  /** Listens; the answer has the port in use. Rejects when it cannot, and says what to do. */
  start(): Promise<{ readonly host: string; readonly port: number; readonly url: string }>;
  /** Answers events with 503 and Retry-After from now on; everything else goes on until `stop`. */
  drain(): void;
  /** Takes no new request, lets the running ones finish, says goodbye to the feed's clients. */
  stop(): Promise<void>;
}

export function createServer(options: ServerOptions): Server {
  const host = options.host ?? '127.0.0.1';
  const { log, partitions, clock, newId = randomUUID } = options;
  const desk = new CommandDesk({ log, partitions, now: clock, newId });
  const draining = new AbortController();
  const http = createHttpServer(application(options, host, desk, draining.signal));
  http.on('upgrade', (request, socket, head) => upgrade(options, host, request, socket, head));
  return {
    async start() {
      const { port } = await listen(http, host, options.port);
      return { host, port, url: urlOf(host, port) };
    },
    drain: () => draining.abort(),
    async stop() {
      draining.abort();
      const closed = close(http);
      // A WebSocket keeps its connection, and with it the server, open for as long as the browser likes.
      await options.feed.disconnect();
      await closed;
      await desk.close();
    },
  };
}

function application(
  options: ServerOptions,
  host: string,
  desk: CommandDesk,
  stopping: AbortSignal,
): Express {
  const { log, feed, store, registry, logger, taskOf, clock, readiness, status, topology } = options;
  const limits = { ...SERVER_LIMITS, ...options.limits };
  const budget = new PendingBudget(limits);
  const counters = ingestionCounters(registry, budget, options.onBehind);
  const { itemBytes, futureToleranceMs } = limits;
  const shared = { log, limits, budget, counters, stopping };
  const rules = { itemBytes, futureToleranceMs, now: clock };
  const readers = eventReaders({ ...(taskOf && { taskOf }) }, options.unwelcome);
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders, originGuard(host));
  app.post(
    '/v1/predictions',
    ingestionRoute({
      ...shared,
      kind: 'predictions',
      rules: { ...rules, topic: 'predictions', read: readers.predictions },
    }),
  );
  app.post(
    '/v1/outcomes',
    ingestionRoute({
      ...shared,
      kind: 'outcomes',
      rules: { ...rules, topic: 'outcomes', read: readers.outcomes },
    }),
  );
  app.use(
    '/api',
    readRoutes(feed, store, topology),
    commandRoutes({ feed, desk, policies: (model) => policyHistory(log, options.partitions, model) }),
  );
  if (options.operations) app.use('/api', operationsRoutes(options.operations));
  app.use(
    healthRoutes({
      readiness: async () => withFeed(await readiness(), feed),
      ...(status && { status }),
      registry,
    }),
  );
  app.use(page());
  app.use(unknownRoute);
  app.use(problemHandler(logger));
  return app;
}

/** A projection that had to leave records out is no reason to send traffic elsewhere, but it is one to look. */
function withFeed(readiness: Readiness, feed: Feed): Readiness {
  return { ready: readiness.ready, reasons: [...new Set([...readiness.reasons, ...feed.problems()])] };
}

function upgrade(
  options: ServerOptions,
  host: string,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const { pathname } = new URL(request.url ?? '/', 'http://leeway');
  const problem = whyRefused(request, host);
  if (problem !== null)
    socket.end(`HTTP/1.1 ${problem.status} Refused\r\nConnection: close\r\n\r\n${problem.message}\n`);
  else if (pathname === FEED_PATH) options.feed.handleUpgrade(request, socket, head);
  else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
}
