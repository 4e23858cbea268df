/** Where a story hears what a running Leeway has decided: its REST interface, or the topics themselves. */
import { setTimeout as pause } from 'node:timers/promises';
import { passRecord, type LoopGate } from '../../producers/loop-gate.js';
import type { EventLog } from '../log/port.js';
import type { ModelRecord, RetrainingRecord, StatusRecord } from '../records/feed.js';
import { ask } from './ask.js';
import type { Decisions } from './story-pace.js';

const LOOK_MS = 50;

export function decisionsOfServer(url: string, model: string): Decisions {
  const query = `model=${encodeURIComponent(model)}`;
  const said = async () => {
    // The status first: what it has asked for is among what is asked for next.
    const { models } = await ask<{ models: StatusRecord[] }>(url, '/api/models');
    const { retrainings } = await ask<{ retrainings: RetrainingRecord[] }>(url, `/api/retrainings?${query}`);
    const { versions } = await ask<{ versions: ModelRecord[] }>(url, `/api/versions?${query}`);
    return [...retrainings, ...versions, ...models.filter((status) => status.model === model)];
  };
  return {
    look: async (gate) => {
      await pause(LOOK_MS);
      // A server that is away is heard of by the client that sends to it.
      for (const record of await said().catch(() => [])) passRecord(gate, record);
    },
    close: () => Promise.resolve(),
  };
}

export async function decisionsInLog(log: EventLog, model: string): Promise<Decisions> {
  const heard: (StatusRecord | RetrainingRecord | ModelRecord)[] = [];
  const follower = await log.follow(['metrics', 'retraining', 'models'], 'first', (records) => {
    for (const { key, value } of records) {
      if (key !== model || value === null) continue;
      const text = value.toString('utf8');
      // Most records are values of metrics, and references are asked for beside trainings.
      if (KINDS.some((kind) => text.startsWith(`{"v":1,"kind":"${kind}"`)))
        heard.push(JSON.parse(text) as StatusRecord | RetrainingRecord | ModelRecord);
    }
  });
  return {
    look: async (gate: LoopGate) => {
      await pause(LOOK_MS);
      for (const record of heard.splice(0)) passRecord(gate, record);
    },
    close: () => follower.close(),
  };
}

const KINDS = ['status', 'retraining', 'model'] as const;
