/** Decisions through the REST interface of a running Leeway. */
import type { CommandRecord, PolicyCommand } from '../records/command.js';
import { EVERYBODY } from '../records/command.js';
import type { AlertRecord } from '../records/feed.js';
import type { Decisions } from '../server/decisions/decisions.js';
import { ask } from './ask.js';

export function remoteDecisions(url: string): Decisions {
  const post = async (path: string, by: string, body: object): Promise<CommandRecord> => {
    const { command } = await ask<{ readonly command: CommandRecord }>(url, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-leeway-user': by },
      body: JSON.stringify(body),
    });
    return command;
  };
  return {
    alerts: async (model) => {
      const query = model === undefined ? '' : `?model=${encodeURIComponent(model)}`;
      return (await ask<{ readonly alerts: AlertRecord[] }>(url, `/api/alerts${query}`)).alerts;
    },
    acknowledge: (alert, by) => post(`/api/alerts/${encodeURIComponent(alert)}/acknowledge`, by, {}),
    mark: (alert, mark, note, by) =>
      post(`/api/alerts/${encodeURIComponent(alert)}/mark`, by, { mark, note }),
    silence: (model, silence, by) => post(`/api/models/${encodeURIComponent(model)}/silence`, by, silence),
    policies: async (model) =>
      (await ask<{ readonly history: PolicyCommand[] }>(url, policyPath(model))).history,
    setPolicy: (model, settings, note, by) => post(policyPath(model), by, { settings, note }),
  };
}

function policyPath(model: string): string {
  return model === EVERYBODY ? '/api/policy' : `/api/models/${encodeURIComponent(model)}/policy`;
}
