/**
 * `GET /api/dead-letters`, `POST /api/dead-letters/replay` and `GET /api/predictions/:id`: what the command line asks of a
 * running Leeway.
 */
import { json, Router } from 'express';
import { z } from 'zod';
import { HttpProblem } from '../problem.js';
import { parseQuery, timeParameter } from '../query.js';
import { userOf } from '../user.js';
import type { Operations } from './operations.js';

const MAX_BODY_BYTES = 1 << 20;
const MAX_LETTERS = 10_000;
const DEFAULT_LETTERS = 100;

const name = z.string().min(1).max(512);
const lettersQuery = z.strictObject({
  reason: name.optional(),
  model: name.optional(),
  since: timeParameter.optional(),
  id: name.optional(),
  limit: z.coerce.number().int().min(1).max(MAX_LETTERS).default(DEFAULT_LETTERS),
});
const replayBody = z.strictObject({
  reason: name.optional(),
  model: name.optional(),
  /** Epoch ms. */
  since: z.number().optional(),
  ids: z.array(name).max(MAX_LETTERS).optional(),
  again: z.boolean().default(false),
});
const lifeQuery = z.strictObject({ model: name.optional(), since: timeParameter.optional() });

export function operationsRoutes(operations: Operations): Router {
  const router = Router();
  router.get('/dead-letters', async (request, response) => {
    const { limit, id, ...filter } = parseQuery(lettersQuery, request.query);
    response.json(
      await operations.deadLetters(present({ ...filter, ...(id !== undefined && { ids: [id] }) }), limit),
    );
  });
  router.post('/dead-letters/replay', json({ limit: MAX_BODY_BYTES }), async (request, response) => {
    const parsed = replayBody.safeParse(request.body ?? {});
    if (!parsed.success) {
      throw new HttpProblem(400, {
        code: 'bad-request',
        message: z.prettifyError(parsed.error),
        fix: 'send { reason?, model?, since?, ids?, again? }',
      });
    }
    const { again, ...filter } = parsed.data;
    response.json(await operations.replay(present(filter), again, userOf(request)));
  });
  router.get('/predictions/:id', async (request, response) => {
    const { id } = request.params;
    response.json(await operations.life({ id, ...present(parseQuery(lifeQuery, request.query)) }));
  });
  return router;
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the keys that were not given. */
function present<T extends object>(given: T): Present<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Present<T>;
}
