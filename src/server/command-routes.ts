/** `POST /api/alerts/:id/acknowledge` and `POST /api/models/:model/retrain`. Answered once the decision is in the log. */
import { json, Router } from 'express';
import { z } from 'zod';
import type { FeedView } from '../../consumers/feed/feed.js';
import { isOpen } from '../../consumers/feed/projection.js';
import type { CommandDesk } from './commands.js';
import { HttpProblem, notFound } from './problem.js';
import { userOf } from './user.js';

const MAX_BODY_BYTES = 16_384;

const retrainBody = z.strictObject({ note: z.string().max(2_000).optional() });

export function commandRoutes(feed: FeedView, desk: CommandDesk): Router {
  const router = Router();
  router.post('/alerts/:id/acknowledge', async (request, response) => {
    const { id } = request.params;
    const alert = feed.projection.alerts.get(id);
    if (alert === undefined) throw notFound(`alert ${id}`, 'GET /api/alerts lists them');
    if (!isOpen(alert)) {
      throw new HttpProblem(409, {
        code: 'not-open',
        message: `alert ${id} is ${alert.state}`,
        fix: 'only an open alert can be acknowledged; there is nothing to do',
      });
    }
    const command = await desk.submit(alert.model, userOf(request), { action: 'acknowledge', alert: id });
    response.status(202).json({ command });
  });
  router.post('/models/:model/retrain', json({ limit: MAX_BODY_BYTES }), async (request, response) => {
    const { model } = request.params;
    if (feed.projection.statuses.get(model) === undefined) {
      throw notFound(`model ${model}`, 'GET /api/models lists those that have sent predictions');
    }
    const { note } = noteOf(request.body);
    const decision = { action: 'retrain', ...(note !== undefined && { note }) } as const;
    const command = await desk.submit(model, userOf(request), decision);
    response.status(202).json({ command });
  });
  return router;
}

function noteOf(body: unknown): z.infer<typeof retrainBody> {
  const parsed = retrainBody.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw new HttpProblem(400, {
    code: 'bad-request',
    message: z.prettifyError(parsed.error),
    fix: 'send no body, or { "note": "why" }',
  });
}
