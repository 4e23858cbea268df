/**
 * `/healthz`: the process answers. `/readyz`: it may be sent traffic. `/api/status`: how each stage is, why, and what to do.
 * `/metrics`: its own figures, for Prometheus.
 */
import { Router } from 'express';
import type { Registry } from 'prom-client';
import type { Status } from './status/status.js';

export interface Readiness {
  readonly ready: boolean;
  /** What is missing, in words; empty when ready. */
  readonly reasons: readonly string[];
}

export interface HealthSources {
  readonly readiness: () => Readiness | Promise<Readiness>;
  /** Left out where nothing is measured. */
  readonly status?: () => Promise<Status>;
  readonly registry: Registry;
}

export function healthRoutes({ readiness, status, registry }: HealthSources): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ alive: true });
  });
  router.get('/readyz', async (_request, response) => {
    const { ready, reasons } = await readiness();
    response.status(ready ? 200 : 503).json({ ready, reasons });
  });
  if (status) {
    router.get('/api/status', async (_request, response) => {
      response.json(await status());
    });
  }
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
