/**
 * What became of the records of one id, told by the profiler itself: it is run again over the id's partition, muted, and
 * each record of the id alone, so that what comes out is what this record did.
 */
import type { PureStage } from '../../../consumers/runtime/stage.js';
import { parseOutcome, parsePrediction } from '../../events/parse.js';
import type { EventLog, LogRecord, NewRecord } from '../../log/port.js';
import type { DeltaRecord } from '../../records/profile.js';
import { readInAppendOrder } from './in-append-order.js';

/** A pane that a record was counted in, event time, epoch ms. */
export interface CountedIn {
  /** A component of the record's model, where it is one's pane. */
  readonly component?: string;
  readonly side: 'prediction' | 'outcome';
  readonly version: string;
  readonly segment: string;
  readonly start: number;
}

export interface TracedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly appendedAt: number;
  readonly fate: 'accepted' | 'duplicate' | 'dead letter';
  /** Of a dead letter: the reason's code and its sentence. */
  readonly reason: string | null;
  readonly message: string | null;
  /** Behind its watermark: joined and counted, but in no pane. */
  readonly late: boolean;
  /** Found its other half when it came. */
  readonly joined: boolean;
  readonly panes: readonly CountedIn[];
  /** The record itself: parsed where it is JSON, else its text. */
  readonly content: unknown;
  /** As far as it can be told. */
  readonly model: string | null;
  /** Event time, epoch ms; null where there is none to be read. */
  readonly time: number | null;
}

export interface TraceOptions {
  readonly log: EventLog;
  readonly profiler: PureStage<unknown>;
  readonly partition: number;
  readonly id: string;
  readonly model: string | undefined;
  /** Epoch ms: nothing that was appended earlier is read. Watermarks and joins are then those since. */
  readonly since: number;
}

/** How many records are folded before others have their turn in this process. */
const RECORDS_A_TURN = 1_000;

export async function traceRecords(options: TraceOptions): Promise<TracedRecord[]> {
  const { log, profiler, partition, id, model, since } = options;
  const state = profiler.empty(partition);
  const needle = Buffer.from(id);
  const found: TracedRecord[] = [];
  await readInAppendOrder(log, ['predictions', 'outcomes'], partition, since, async (records) => {
    let muted: LogRecord[] = [];
    const fold = async (): Promise<void> => {
      if (muted.length > 0) profiler.step(state, muted);
      muted = [];
      await new Promise((resolve) => setImmediate(resolve));
    };
    for (const record of records) {
      const candidate = record.key === id || record.value?.includes(needle) === true;
      const seen = candidate ? lookAt(record) : null;
      if (seen === null || !isOf(seen, record, id, model)) {
        muted.push(record);
        if (muted.length >= RECORDS_A_TURN) await fold();
        continue;
      }
      await fold();
      found.push({
        ...coordinates(record),
        ...seen,
        ...whatCameOf(record, profiler.step(state, [record]), seen.model),
      });
    }
    await fold();
  });
  return found;
}

type Seen = Pick<TracedRecord, 'content' | 'model' | 'time'> & { readonly id: string | null };

function lookAt({ topic, value }: LogRecord): Seen {
  const text = value?.toString('utf8') ?? '';
  const parsed = topic === 'predictions' ? parsePrediction(text) : parseOutcome(text);
  let content: unknown = text;
  try {
    content = JSON.parse(text);
  } catch {
    // It is shown as the text that it is; why it is no JSON stands in its dead letter.
  }
  if (parsed.ok && parsed.event.kind !== 'end') {
    const { id, model, time } = parsed.event;
    return { content, id, model, time };
  }
  const fields = typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {};
  const { id, model } = fields;
  return {
    content,
    id: typeof id === 'string' ? id : null,
    model: typeof model === 'string' ? model : null,
    time: null,
  };
}

/** What cannot be read any more belongs to the id that is its key. */
function isOf(seen: Seen, record: LogRecord, id: string, model: string | undefined): boolean {
  if ((seen.id ?? record.key) !== id) return false;
  return model === undefined || seen.model === null || seen.model === model;
}

function coordinates({ topic, partition, offset, appendedAt }: LogRecord) {
  return { topic, partition, offset, appendedAt };
}

function whatCameOf(
  { topic }: LogRecord,
  produced: readonly NewRecord[],
  model: string | null,
): Pick<TracedRecord, 'fate' | 'reason' | 'message' | 'late' | 'joined' | 'panes'> {
  const side = topic as 'predictions' | 'outcomes';
  const all = produced
    .filter((one) => one.topic === 'profiles')
    .map(({ value }) => JSON.parse((value as Buffer).toString('utf8')) as DeltaRecord);
  // A prediction of several objectives says something of its components as well.
  const isComponents = (name: string): boolean => model !== null && name.startsWith(`${model}/`);
  const deltas = all.filter((delta) => !isComponents(delta.model));
  const isRefused = deltas.some(({ books }) => books[side].deadLetters > 0);
  const letter = isRefused ? produced.find((one) => one.topic === 'dead-letters') : undefined;
  const total = (term: 'duplicates' | 'late' | 'joined'): number =>
    deltas.reduce((sum, { books }) => sum + books[side][term], 0);
  const panes = all.flatMap((delta) =>
    delta.deltas.map(({ side, version, segment, start }) => ({
      side,
      version,
      segment,
      start,
      ...(isComponents(delta.model) && { component: delta.model }),
    })),
  );
  return {
    fate: letter ? 'dead letter' : total('duplicates') > 0 ? 'duplicate' : 'accepted',
    reason: letter?.headers?.['reason'] ?? null,
    message: letter?.headers?.['message'] ?? null,
    late: total('late') > 0,
    joined: total('joined') > 0,
    panes,
  };
}
