/**
 * What people decide about alerts and policies, and what was decided. The command line does it on the log itself, or through
 * the REST interface of the Leeway that owns it.
 */
import { readPolicy, type PolicyText } from '../../config/policy-text.js';
import { ConfigError } from '../../config/errors.js';
import { partitionOf } from '../../log/partitioner.js';
import type { EventLog } from '../../log/port.js';
import type { AlertMark, CommandRecord, Decision, PolicyCommand } from '../../records/command.js';
import type { AlertRecord } from '../../records/feed.js';
import { readRecord } from '../../records/read-record.js';
import { CommandDesk } from '../commands.js';
import { HttpProblem, notFound } from '../problem.js';
import { policyHistory } from './policy-history.js';

export interface Decisions {
  /** In their latest state, in the order in which they fired. */
  alerts(model?: string): Promise<readonly AlertRecord[]>;
  acknowledge(alert: string, by: string): Promise<CommandRecord>;
  /** @param mark null takes back what was said */
  mark(alert: string, mark: AlertMark | null, note: string | undefined, by: string): Promise<CommandRecord>;
  silence(model: string, silence: Silence, by: string): Promise<CommandRecord>;
  /** Oldest first; the last one is in force. Of a model, or of `EVERYBODY`. */
  policies(model: string): Promise<readonly PolicyCommand[]>;
  /** @param settings complete; null: the model goes back to everybody's */
  setPolicy(
    model: string,
    settings: PolicyText | null,
    note: string | undefined,
    by: string,
  ): Promise<CommandRecord>;
}

export type Silence = Omit<Extract<Decision, { readonly action: 'silence' }>, 'action'>;

export interface LocalDecisionsOptions {
  readonly log: EventLog;
  readonly partitions: number;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly newId: () => string;
}

export function localDecisions({ log, partitions, clock, newId }: LocalDecisionsOptions): Decisions {
  const submit = async (model: string, by: string, decision: Decision) => {
    const desk = new CommandDesk({ log, partitions, now: clock, newId });
    try {
      return await desk.submit(model, by, decision);
    } finally {
      await desk.close();
    }
  };
  const alerts = async (model?: string) => {
    const ofEach =
      model === undefined
        ? Array.from({ length: partitions }, (_, p) => p)
        : [partitionOf(model, partitions)];
    const found = new Map<string, AlertRecord>();
    for (const partition of ofEach) await foldAlerts(log, partition, found);
    return [...found.values()]
      .filter((alert) => model === undefined || alert.model === model)
      .sort((a, b) => a.firedAt - b.firedAt || (a.id < b.id ? -1 : 1));
  };
  const one = async (id: string) => (await alerts()).find((alert) => alert.id === id);
  return {
    alerts,
    acknowledge: async (id, by) =>
      submit(openAlert(id, await one(id)).model, by, { action: 'acknowledge', alert: id }),
    mark: async (id, mark, note, by) =>
      submit(knownAlert(id, await one(id)).model, by, { action: 'mark', alert: id, mark, ...noted(note) }),
    silence: (model, silence, by) => submit(model, by, { action: 'silence', ...silence }),
    policies: (model) => policyHistory(log, partitions, model),
    setPolicy: (model, settings, note, by) =>
      submit(model, by, { action: 'policy', settings, source: 'person', ...noted(note) }),
  };
}

/** @throws HttpProblem for one that there is not */
export function knownAlert(id: string, alert: AlertRecord | undefined): AlertRecord {
  if (alert === undefined) throw notFound(`alert ${id}`, 'GET /api/alerts lists them');
  return alert;
}

/** @throws HttpProblem for one that there is not, or that is over */
export function openAlert(id: string, found: AlertRecord | undefined): AlertRecord {
  const alert = knownAlert(id, found);
  if (alert.state === 'firing' || alert.state === 'acknowledged') return alert;
  throw new HttpProblem(409, {
    code: 'not-open',
    message: `alert ${id} is ${alert.state}`,
    fix: 'only an open alert can be acknowledged; there is nothing to do',
  });
}

/** A policy that came as JSON, made complete. @throws HttpProblem that names every key that is wrong */
export function policyOfJson(settings: unknown): PolicyText {
  try {
    return readPolicy(JSON.stringify(settings), 'settings');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new HttpProblem(400, {
      code: 'bad-policy',
      message: error.problems
        .map(({ key, message }) => (key === '' ? message : `${key}: ${message}`))
        .join('\n'),
      fix: 'mend what is named; nothing was changed',
    });
  }
}

export function noted(note: string | undefined): { readonly note?: string } {
  return note === undefined ? {} : { note };
}

async function foldAlerts(log: EventLog, partition: number, into: Map<string, AlertRecord>): Promise<void> {
  const { first, next } = await log.range('alerts', partition);
  if (first === next) return;
  await log.read('alerts', partition, first, next, (records) => {
    for (const record of records) {
      const alert = readRecord<AlertRecord>(record);
      into.set(alert.id, alert);
    }
  });
}
