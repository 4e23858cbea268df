/** `/healthz`: the process answers. `/readyz`: it may be sent traffic. `/metrics`: its own figures, for Prometheus. */
import { Router } from 'express';
import type { Registry } from 'prom-client';

export interface Readiness {
  readonly ready: boolean;
  /** What is missing, in words; empty when ready. */
  readonly reasons: readonly string[];
}

export function healthRoutes(readiness: () => Readiness, registry: Registry): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ alive: true });
  });
  router.get('/readyz', (_request, response) => {
    const { ready, reasons } = readiness();
    response.status(ready ? 200 : 503).json({ ready, reasons });
  });
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
