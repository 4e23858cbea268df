import { createHash } from 'node:crypto';
import type { EventLog, LogRecord } from '../../src/log/port.js';
import type { AlertRecord, FeedRecord, RetrainingRecord, StatusRecord } from '../../src/records/feed.js';
import { readAll } from '../contract/event-log/fixture.js';
import type { GoldenHeader } from './golden-log.js';

/** What a log was found to say, small enough to be read in a diff; the many metrics and panes as a count and a hash. */
export async function saidIn(log: EventLog, { model, stream }: GoldenHeader) {
  const records = async (topic: string): Promise<LogRecord[]> => {
    const found: LogRecord[] = [];
    for (let p = 0; p < stream.partitions; p++) found.push(...(await readAll(log, topic, p)));
    return found;
  };
  const parsed = async <R>(topic: string): Promise<R[]> =>
    (await records(topic)).map(({ value }) => JSON.parse(String(value)) as R);

  const feed = (await parsed<FeedRecord>('metrics')).filter((record) => record.model === model);
  // In event time: the two clocks may overtake each other.
  const alerts = (await parsed<AlertRecord>('alerts')).sort(
    (a, b) => a.firedAt - b.firedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  const status = feed.findLast((record) => record.kind === 'status') as StatusRecord;
  const deadLetters: Record<string, number> = {};
  for (const { headers } of await records('dead-letters')) {
    const reason = headers['reason'] ?? '';
    deadLetters[reason] = (deadLetters[reason] ?? 0) + 1;
  }
  return {
    // An alert's whole life: firing, resolved.
    alerts: [...new Set(alerts.map(({ id }) => id))].map((id) => alerts.filter((alert) => alert.id === id)),
    // Offsets are the engine's.
    requests: (await parsed<RetrainingRecord>('retraining')).map((request) => ({ ...request, cover: null })),
    version: status.version,
    readiness: status.readiness,
    features: status.features,
    books: status.books,
    deadLetters,
    metrics: digest(feed.filter((record) => record.kind === 'metrics')),
    panes: digest(await parsed('panes')),
  };
}

/** Of a set: the two clocks may overtake each other. */
function digest(records: readonly unknown[]): { count: number; sha256: string } {
  const texts = records.map((record) => JSON.stringify(record)).sort();
  return { count: texts.length, sha256: createHash('sha256').update(texts.join('\n')).digest('hex') };
}
