/** What a finished run has left in its log, in a form that two runs can be compared by. */
import { createHash } from 'node:crypto';
import { pointsOf } from '../../consumers/sink/sink.js';
import type { EventLog, LogRecord } from '../../src/log/port.js';
import type { MetricPoint } from '../../src/metric-store/port.js';
import type { Books } from '../../src/records/books.js';
import type { StatusRecord } from '../../src/records/feed.js';
import { canonicalJson } from './canonical-json.js';

/** Topics whose records must be the same in every run of the same load, each once, whatever happened. */
export const COMPARED = ['panes', 'metrics', 'alerts', 'retraining', 'models', 'references'] as const;

export interface Findings {
  /** By topic: canonical records, sorted; a record that was written twice stands here twice. */
  readonly records: Readonly<Record<string, readonly string[]>>;
  /** By model: the last word on its stream. */
  readonly statuses: ReadonlyMap<string, StatusRecord>;
  /** By source coordinates: reason and hash of the bytes; several where a record was refused more than once. */
  readonly deadLetters: ReadonlyMap<string, readonly string[]>;
  /** Source coordinates -> SHA-256 of the bytes: what was really in the input. */
  readonly input: ReadonlyMap<string, string>;
  /** By identity: the points that the sink was asked to write. */
  readonly points: ReadonlyMap<string, number>;
}

export async function collect(log: EventLog, partitions: number): Promise<Findings> {
  const records: Record<string, string[]> = {};
  const statuses = new Map<string, StatusRecord>();
  const points = new Map<string, number>();
  for (const topic of COMPARED) {
    const lines: string[] = [];
    const latest = new Map<string, string>();
    await readAll(log, topic, partitions, (record) => {
      const value = parsed(record);
      if (isStatus(value)) {
        statuses.set(value.model, value);
        return;
      }
      if (topic === 'metrics')
        for (const point of pointsOf(record)) points.set(identityOf(point), point.value);
      const line = canonicalJson(value);
      // Compacted: which older records of a key are still there is nobody's promise.
      if (topic === 'references') latest.set(record.key ?? '', line);
      else lines.push(line);
    });
    records[topic] = [...lines, ...latest.values()].sort();
  }
  return {
    records,
    statuses,
    points,
    deadLetters: await deadLettersOf(log, partitions),
    input: await inputOf(log, partitions),
  };
}

export function booksOf({ statuses }: Findings): Map<string, Books> {
  return new Map([...statuses].map(([model, { books }]) => [model, books]));
}

export function identityOf(point: MetricPoint): string {
  const { model, version, segment, resolution, feature, metric, time } = point;
  return JSON.stringify([model, version, segment, resolution, feature, metric, time]);
}

export function hashOf(bytes: Buffer | null): string {
  return createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');
}

async function deadLettersOf(log: EventLog, partitions: number): Promise<Map<string, string[]>> {
  const letters = new Map<string, string[]>();
  await readAll(log, 'dead-letters', partitions, ({ key, headers, value }) => {
    const of = letters.get(key ?? '') ?? [];
    letters.set(key ?? '', [...of, `${headers['reason'] ?? ''} ${hashOf(value)}`]);
  });
  return letters;
}

async function inputOf(log: EventLog, partitions: number): Promise<Map<string, string>> {
  const input = new Map<string, string>();
  for (const topic of ['predictions', 'outcomes']) {
    await readAll(log, topic, partitions, ({ partition, offset, value }) => {
      input.set(`${topic}/${partition}/${offset}`, hashOf(value));
    });
  }
  return input;
}

async function readAll(
  log: EventLog,
  topic: string,
  partitions: number,
  onRecord: (record: LogRecord) => void,
): Promise<void> {
  for (let partition = 0; partition < partitions; partition++) {
    const { first, next } = await log.range(topic, partition);
    await log.read(topic, partition, first, next, (records) => {
      for (const record of records) if (record.value !== null) onRecord(record);
    });
  }
}

function parsed({ value }: LogRecord): unknown {
  return JSON.parse((value as Buffer).toString('utf8'));
}

function isStatus(value: unknown): value is StatusRecord {
  return (value as { readonly kind?: unknown }).kind === 'status';
}
