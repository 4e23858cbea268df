/** The HTTP server: ingestion, REST, commands, health, Prometheus, the feed's WebSocket and the live page. */
import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import express, { type Express } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Feed } from '../../consumers/feed/feed.js';
import type { EventLog } from '../log/port.js';
import type { MetricStore } from '../metric-store/port.js';
import { commandRoutes } from './command-routes.js';
import { CommandDesk } from './commands.js';
import { healthRoutes, type Readiness } from './health.js';
import { PendingBudget } from './ingestion/budget.js';
import { ingestionCounters } from './ingestion/counters.js';
import type { EventParsers } from './ingestion/parsers.js';
import { ingestionRoute } from './ingestion/route.js';
import { SERVER_LIMITS, type ServerLimits } from './limits.js';
import { originGuard, whyRefused } from './origin.js';
import { page } from './page.js';
import { problemHandler, unknownRoute } from './problem-handlers.js';
import { readRoutes } from './read-routes.js';
import { securityHeaders } from './security-headers.js';

const FEED_PATH = '/feed';

export interface ServerOptions {
  readonly log: EventLog;
  readonly store: MetricStore;
  /** Started and stopped by its owner. */
  readonly feed: Feed;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly parse: EventParsers;
  readonly readiness: () => Readiness;
  /** What `GET /api/topology` answers. */
  readonly topology: string;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Default 127.0.0.1: there is no log-in, so being reachable from elsewhere must be asked for. */
  readonly host?: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly limits?: Partial<ServerLimits>;
  readonly newId?: () => string;
}

export interface Server {
  /** Listens; the answer has the port in use. Rejects when it cannot, and says what to do. */
  start(): Promise<{ readonly host: string; readonly port: number; readonly url: string }>;
  /** Takes no new request, lets the running ones finish, says goodbye to the feed's clients. */
  stop(): Promise<void>;
}

export function createServer(options: ServerOptions): Server {
  const host = options.host ?? '127.0.0.1';
  const desk = new CommandDesk({ log: options.log, now: options.clock, newId: options.newId ?? randomUUID });
  const http = createHttpServer(application(options, host, desk));
  http.on('upgrade', (request, socket, head) => upgrade(options, host, request, socket, head));
  return {
    async start() {
      const { port } = await listen(http, host, options.port);
      const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
      return { host, port, url };
    },
    async stop() {
      const closed = close(http);
      // A WebSocket keeps its connection, and with it the server, open for as long as the browser likes.
      await options.feed.disconnect();
      await closed;
      await desk.close();
    },
  };
}

function application(options: ServerOptions, host: string, desk: CommandDesk): Express {
  const { log, feed, store, registry, logger, parse, clock, readiness, topology } = options;
  const limits = { ...SERVER_LIMITS, ...options.limits };
  const budget = new PendingBudget(limits);
  const counters = ingestionCounters(registry, budget);
  const { itemBytes, futureToleranceMs } = limits;
  const shared = { log, limits, budget, counters };
  const rules = { itemBytes, futureToleranceMs, now: clock };
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders, originGuard(host));
  app.post(
    '/v1/predictions',
    ingestionRoute({
      ...shared,
      kind: 'predictions',
      rules: { ...rules, topic: 'predictions', parse: (text) => parse.prediction(text) },
    }),
  );
  app.post(
    '/v1/outcomes',
    ingestionRoute({
      ...shared,
      kind: 'outcomes',
      rules: { ...rules, topic: 'outcomes', parse: (text) => parse.outcome(text) },
    }),
  );
  app.use('/api', readRoutes(feed, store, topology), commandRoutes(feed, desk));
  app.use(healthRoutes(() => withFeed(readiness(), feed), registry));
  app.use(page());
  app.use(unknownRoute);
  app.use(problemHandler(logger));
  return app;
}

/** A projection that had to leave records out is no reason to send traffic elsewhere, but it is one to look. */
function withFeed(readiness: Readiness, feed: Feed): Readiness {
  return { ready: readiness.ready, reasons: [...readiness.reasons, ...feed.problems()] };
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

function listen(http: HttpServer, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const fix = error.code === 'EADDRINUSE' ? '; stop what uses it, or choose another port' : '';
      reject(new Error(`cannot listen on ${host}:${port}: ${error.message}${fix}`, { cause: error }));
    });
    http.listen(port, host, () => resolve(http.address() as AddressInfo));
  });
}

function close(http: HttpServer): Promise<void> {
  // Stopping what has stopped is nothing to complain about.
  if (!http.listening) return Promise.resolve();
  return new Promise((resolve, reject) => {
    http.close((error) => (error === undefined ? resolve() : reject(error)));
    http.closeIdleConnections();
  });
}
