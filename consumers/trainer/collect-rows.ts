import type { Outcome, Prediction, SingleTask } from '../../src/events/event.js';
import { parseOutcome, parsePrediction, type ParseOptions } from '../../src/events/parse.js';
import { toOffset, type EventLog, type LogRecord } from '../../src/log/port.js';
import type { OffsetCover, RetrainingRecord } from '../../src/records/feed.js';
import type { TrainingRow } from '../../src/training/port.js';

/** A labelled row of the log. */
export interface LabelledRow extends TrainingRow {
  readonly version: string;
  readonly outcomeTime: number;
  /** Business values that came with the outcome. */
  readonly values?: Readonly<Record<string, number>>;
  /** Its group, where groups are to be treated alike and the prediction names it. */
  readonly group?: string;
}

/**
 * The labelled rows of a request, from the log itself: the covers say where to look, event times say what belongs to it,
 * the first record of an id stands, and the order is (time, id). The same request gives the same rows on every engine.
 */
export async function collectRows(
  log: EventLog,
  request: RetrainingRecord,
  options: ParseOptions & {
    readonly horizon: number;
    readonly tolerance: number;
    readonly signal?: AbortSignal;
  },
): Promise<LabelledRow[]> {
  const predictions = new Map<string, Prediction>();
  await readCover(log, 'predictions', request.cover.predictions, options.signal, (record) => {
    const parsed = parsePrediction(text(record), options);
    if (!parsed.ok || parsed.event.kind !== 'prediction') return;
    const p = parsed.event;
    if (p.model !== request.model || p.time < request.from || p.time >= request.to || predictions.has(p.id))
      return;
    predictions.set(p.id, p);
  });
  const rows: LabelledRow[] = [];
  const seen = new Set<string>();
  await readCover(log, 'outcomes', request.cover.outcomes, options.signal, (record) => {
    const parsed = parseOutcome(text(record));
    if (!parsed.ok || parsed.event.kind !== 'outcome') return;
    const o = parsed.event;
    if (o.model !== request.model || o.time >= request.to || seen.has(o.id)) return;
    const p = predictions.get(o.id);
    const { outcome } = o;
    if (
      !p ||
      o.time - p.time > options.horizon ||
      p.time - o.time > options.tolerance ||
      !fits(outcome, request.task)
    )
      return;
    seen.add(o.id);
    rows.push({
      id: p.id,
      time: p.time,
      version: p.version,
      features: p.features,
      outcome,
      outcomeTime: o.time,
      ...(o.values && { values: o.values }),
      ...groupOf(p, request),
      ...(p.answer.task === request.task && { logged: p.answer }),
    });
  });
  return rows.sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function groupOf({ segments }: Prediction, { gap }: RetrainingRecord): Pick<LabelledRow, 'group'> {
  const group = gap && segments?.[gap.attribute];
  return group === undefined ? {} : { group };
}

async function readCover(
  log: EventLog,
  topic: string,
  cover: OffsetCover,
  signal: AbortSignal | undefined,
  take: (record: LogRecord) => void,
): Promise<void> {
  for (const [partition, [from, to]] of Object.entries(cover).sort(([a], [b]) => Number(a) - Number(b))) {
    await log.read(topic, Number(partition), toOffset(from), toOffset(to), (records) => {
      signal?.throwIfAborted();
      for (const record of records) take(record);
    });
  }
}

function fits(outcome: Outcome['outcome'], task: SingleTask): outcome is number | string {
  if (task === 'binary') return outcome === 0 || outcome === 1;
  return task === 'regression' ? typeof outcome === 'number' : typeof outcome !== 'object';
}

function text(record: LogRecord): string {
  return record.value?.toString('utf8') ?? '';
}
