/** The server of a process without the stage `feed`: how it is, and its figures; no events, no commands, no page. */
import { createServer } from 'node:http';
import express from 'express';
import type { Logger } from 'pino';
import { healthRoutes, type HealthSources } from './health.js';
import { close, listen, urlOf } from './listen.js';
import { originGuard } from './origin.js';
import { problemHandler } from './problem-handlers.js';
import { notFound } from './problem.js';
import { securityHeaders } from './security-headers.js';

export interface OperationsServerOptions extends HealthSources {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly logger: Logger;
}

/** Listens; rejects when it cannot, and says what to do. */
export async function startOperationsServer(
  options: OperationsServerOptions,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { host, logger } = options;
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders, originGuard(host), healthRoutes(options));
  app.use((request) => {
    throw notFound(
      `${request.method} ${request.path}`,
      'this process has no stage feed: see /healthz, /readyz, /api/status and /metrics',
    );
  });
  app.use(problemHandler(logger));
  const http = createServer(app);
  const { port } = await listen(http, host, options.port);
  return { url: urlOf(host, port), stop: () => close(http) };
}
