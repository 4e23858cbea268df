/** One record of a public topic on its way to the browsers: parsed once, worded once for all clients. */
import type { LogRecord } from '../../src/log/port.js';
import { RECORD_VERSION, type FeedRecord, type ReferenceRequestRecord } from '../../src/records/feed.js';

const KINDS = new Set<unknown>([
  'metrics',
  'status',
  'provisional',
  'weights',
  'alert',
  'retraining',
  'model',
] satisfies FeedRecord['kind'][]);

export interface Delivery {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly record: FeedRecord;
  /** The record as JSON, as browsers get it. Made when first asked for: nobody may be listening. */
  text(): string;
}

export type Unreadable = { readonly unreadable: string };

/** Reads a record of the log; other programs write there too, so one that cannot be read is an answer, no exception. */
export function readDelivery(source: LogRecord): Delivery | Unreadable | null {
  if (source.value === null) return null;
  const raw = source.value.toString('utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw);
  } catch (error) {
    return { unreadable: `not JSON: ${(error as Error).message}` };
  }
  if (isForTrainerOnly(parsed)) return null;
  const reason = whyNotFeedRecord(parsed);
  if (reason !== null) return { unreadable: reason };
  const record = forBrowsers(parsed as FeedRecord);
  let text: string | undefined;
  return {
    topic: source.topic,
    partition: source.partition,
    offset: source.offset,
    record,
    text: () => (text ??= record === parsed ? raw : JSON.stringify(record)),
  };
}

/** A version's own reference is a matter between evaluator and trainer: a model's status says what it waits for. */
function isForTrainerOnly(value: unknown): boolean {
  return (
    (value as { kind?: unknown } | null)?.kind ===
    ('reference-request' satisfies ReferenceRequestRecord['kind'])
  );
}

/** Weights and offset covers are large and nobody's business outside. */
function forBrowsers(record: FeedRecord): FeedRecord {
  switch (record.kind) {
    case 'model':
      return { ...record, artifact: null };
    case 'retraining':
      return { ...record, cover: { predictions: {}, outcomes: {} } };
    case 'metrics':
    case 'status':
    case 'provisional':
    case 'weights':
    case 'alert':
      return record;
  }
}

function whyNotFeedRecord(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return 'not an object';
  const { v, kind, model } = value as { v?: unknown; kind?: unknown; model?: unknown };
  if (v !== RECORD_VERSION) {
    return `format version ${JSON.stringify(v)}, this Leeway reads ${RECORD_VERSION}: upgrade it`;
  }
  if (!KINDS.has(kind)) return `unknown kind ${JSON.stringify(kind)}`;
  if (typeof model !== 'string' || model === '') return 'no model';
  return null;
}
