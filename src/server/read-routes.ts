/** The REST answers to "what is there": out of the feed's projection, and metrics out of the store. */
import { Router } from 'express';
import type { FeedView } from '../../consumers/feed/feed.js';
import type { MetricQuery, MetricStore } from '../metric-store/port.js';
import { precisionOf } from '../policy/precision.js';
import { HttpProblem, notFound } from './problem.js';
import { alertQuery, metricQuery, modelQuery, parseQuery, snapshotQuery } from './query.js';

interface OfModel {
  readonly model: string;
}

export function readRoutes(feed: FeedView, store: MetricStore, topology: string): Router {
  const { projection } = feed;
  const router = Router();
  router.get('/models', (_request, response) => {
    response.json({ models: [...projection.statuses.values()] });
  });
  router.get('/models/:model', (request, response) => {
    const { model } = request.params;
    const status = projection.statuses.get(model);
    if (status === undefined)
      throw notFound(`model ${model}`, 'GET /api/models lists those that have sent predictions');
    const alarms = precisionOf(
      ofModel(projection.alerts.values(), model).map(({ mark }) => mark?.mark ?? 'unmarked'),
    );
    response.json({ status, versions: ofModel(projection.versions.values(), model), alarms });
  });
  router.get('/versions', (request, response) => {
    const { model } = parseQuery(modelQuery, request.query);
    response.json({ versions: ofModel(projection.versions.values(), model) });
  });
  router.get('/retrainings', (request, response) => {
    const { model } = parseQuery(modelQuery, request.query);
    response.json({ retrainings: ofModel(projection.retrainings.values(), model) });
  });
  router.get('/alerts', (request, response) => {
    const { model, state } = parseQuery(alertQuery, request.query);
    const alerts = ofModel(projection.alerts.values(), model);
    response.json({ alerts: state === undefined ? alerts : alerts.filter((alert) => alert.state === state) });
  });
  router.get('/alerts/:id', (request, response) => {
    const { id } = request.params;
    const alert = projection.alerts.get(id);
    if (alert === undefined) throw notFound(`alert ${id}`, 'GET /api/alerts lists them');
    response.json({ alert });
  });
  router.get('/snapshot', (request, response) => {
    const { model, resolutions } = parseQuery(snapshotQuery, request.query);
    response.json({
      // Read in the same turn as what follows: a client that subscribes with it misses nothing.
      cursor: feed.cursor,
      models: [...projection.statuses.values()],
      provisional: ofModel(projection.provisional.values(), model),
      versions: ofModel(projection.versions.values(), model),
      weights: ofModel(projection.weights.values(), model),
      alerts: ofModel(projection.alerts.values(), model),
      retrainings: ofModel(projection.retrainings.values(), model),
      metrics: [
        ...projection.metrics.query({
          ...(model !== undefined && { model }),
          ...(resolutions !== undefined && { resolutions }),
        }),
      ],
    });
  });
  router.get('/metrics', async (request, response) => {
    const query = withoutAbsent(parseQuery(metricQuery, request.query));
    response.json({ metrics: await store.query(query).catch(storeUnreachable) });
  });
  router.get('/topology', (_request, response) => {
    response.type('text/plain').send(topology);
  });
  return router;
}

function ofModel<T extends OfModel>(records: Iterable<T>, model: string | undefined): T[] {
  const all = [...records];
  return model === undefined ? all : all.filter((record) => record.model === model);
}

function withoutAbsent(query: { [K in keyof MetricQuery]?: MetricQuery[K] | undefined }): MetricQuery {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}

function storeUnreachable(error: unknown): never {
  throw new HttpProblem(
    503,
    {
      code: 'store-unreachable',
      message: `the metric store did not answer: ${(error as Error).message}`,
      fix: 'check the store; GET /api/snapshot still has the newest metrics',
    },
    { 'Retry-After': '1' },
  );
}
