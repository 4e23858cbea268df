/** What people decide, over HTTP: about alerts, silences, trainings, policies. Answered once the decision is in the log. */
import { json, Router } from 'express';
import { z } from 'zod';
import type { FeedView } from '../../consumers/feed/feed.js';
import { ALERT_MARKS, EVERYBODY, type Decision, type PolicyCommand } from '../records/command.js';
import type { CommandDesk } from './commands.js';
import { knownAlert, noted, openAlert, policyOfJson } from './decisions/decisions.js';
import { HttpProblem, notFound } from './problem.js';
import { timeParameter } from './query.js';
import { userOf } from './user.js';

const MAX_BODY_BYTES = 65_536;

const note = z.string().max(2_000).optional();
const retrainBody = z.strictObject({ note });
const markBody = z.strictObject({ mark: z.enum(ALERT_MARKS).nullable(), note });
const silenceBody = z.strictObject({
  metric: z.string().min(1).max(512).nullable().default(null),
  until: z.union([z.number().int(), timeParameter]).nullable(),
  note,
});
const policyBody = z.strictObject({ settings: z.record(z.string(), z.unknown()).nullable(), note });

export interface CommandSources {
  readonly feed: FeedView;
  readonly desk: CommandDesk;
  /** Policies of a model or of everybody, oldest first. */
  readonly policies: (model: string) => Promise<readonly PolicyCommand[]>;
}

export function commandRoutes({ feed, desk, policies }: CommandSources): Router {
  const { alerts, statuses } = feed.projection;
  const router = Router();
  const body = json({ limit: MAX_BODY_BYTES });
  const known = (model: string): string => {
    if (statuses.get(model) !== undefined) return model;
    throw notFound(`model ${model}`, 'GET /api/models lists those that have sent predictions');
  };

  router.post('/alerts/:id/acknowledge', async (request, response) => {
    const { id } = request.params;
    const alert = openAlert(id, alerts.get(id));
    const command = await desk.submit(alert.model, userOf(request), { action: 'acknowledge', alert: id });
    response.status(202).json({ command });
  });
  router.post('/alerts/:id/mark', body, async (request, response) => {
    const { id } = request.params;
    const alert = knownAlert(id, alerts.get(id));
    const said = parseBody(
      markBody,
      request.body,
      '{ "mark": "real" | "false" | "expected" | null, "note"?: "why" }; null takes the mark back',
    );
    const decision = { action: 'mark', alert: id, mark: said.mark, ...noted(said.note) } as const;
    response.status(202).json({ command: await desk.submit(alert.model, userOf(request), decision) });
  });
  router.post('/models/:model/silence', body, async (request, response) => {
    const model = known(request.params['model']);
    const { metric, until, note } = parseBody(
      silenceBody,
      request.body,
      '{ "until": "2026-05-01T22:00:00Z" | null, "metric"?: "drift:age", "note"?: "why" }; null ends the silence',
    );
    const decision: Decision = { action: 'silence', metric, until, ...noted(note) };
    response.status(202).json({ command: await desk.submit(model, userOf(request), decision) });
  });
  router.post('/models/:model/retrain', body, async (request, response) => {
    const model = known(request.params['model']);
    if (statuses.get(model)?.task === 'ranking') {
      throw new HttpProblem(409, {
        code: 'not-trained-here',
        message: `model ${model} ranks: Leeway watches rankings, and trains none`,
        fix: 'train it where it is made, and send its predictions under the name of the new version',
      });
    }
    if (statuses.get(model)?.component) {
      throw new HttpProblem(409, {
        code: 'not-trained-here',
        message: `model ${model} is one score of a model with several objectives`,
        fix: 'ask for that model to be retrained: its scores are trained together',
      });
    }
    const { note } = parseBody(retrainBody, request.body, 'no body, or { "note": "why" }');
    const command = await desk.submit(model, userOf(request), { action: 'retrain', ...noted(note) });
    response.status(202).json({ command });
  });
  // A policy may stand before its model has sent anything.
  for (const path of ['/policy', '/models/:model/policy']) {
    const modelOf = (params: Readonly<Record<string, unknown>>) =>
      typeof params['model'] === 'string' ? params['model'] : EVERYBODY;
    router.get(path, async (request, response) => {
      const history = await policies(modelOf(request.params));
      response.json({ inForce: history.at(-1) ?? null, history });
    });
    router.post(path, body, async (request, response) => {
      const model = modelOf(request.params);
      const { settings, note } = parseBody(
        policyBody,
        request.body,
        '{ "settings": { ... } | null, "note"?: "why" }',
      );
      const decision: Decision = {
        action: 'policy',
        settings: settings && policyOfJson(settings),
        source: 'person',
        ...noted(note),
      };
      response.status(202).json({ command: await desk.submit(model, userOf(request), decision) });
    });
  }
  return router;
}

function parseBody<T>(schema: z.ZodType<T>, body: unknown, expected: string): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw new HttpProblem(400, {
    code: 'bad-request',
    message: z.prettifyError(parsed.error),
    fix: `send ${expected}`,
  });
}
