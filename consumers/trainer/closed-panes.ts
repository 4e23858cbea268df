import type { EventLog, Offset } from '../../src/log/port.js';
import type { PaneRecord } from '../../src/records/pane.js';
import type { LogRecord } from '../../src/log/port.js';

/** Which closed panes of one model, by the headers that the evaluator gives them. */
export interface PaneQuery {
  readonly model: string;
  /** Event-time range of their starts, [from, to). */
  readonly from: number;
  readonly to: number;
  /** Of this version only. */
  readonly version?: string;
  /** Predictions alone, of all rows. */
  readonly predictionsOnly?: boolean;
}

/** Where the panes stand, by start: read as often as it takes, never all in memory. */
export interface PaneIndex {
  readonly partition: number;
  readonly query: PaneQuery;
  readonly offsets: ReadonlyMap<number, ReadonlySet<Offset>>;
  readonly first: Offset;
  readonly next: Offset;
}

/** Looks through the headers. An evaluator that was reset has written its panes anew: the last one of each stands. */
export async function indexPanes(log: EventLog, partition: number, query: PaneQuery): Promise<PaneIndex> {
  const { first, next } = await log.range('panes', partition);
  const standing = new Map<string, { start: number; offset: Offset }>();
  await log.read('panes', partition, first, next, (records) => {
    for (const record of records) {
      const { headers, offset } = record;
      const start = Number(headers['start']);
      const { side = '', segment = '' } = headers;
      if (record.key !== query.model || !record.value || start < query.from || start >= query.to) continue;
      if (query.predictionsOnly && (side !== 'prediction' || segment !== '')) continue;
      const version = headers['version'] ?? paneOf(record).version;
      if (query.version !== undefined && version !== query.version) continue;
      standing.set([start, side, version, segment].join('\t'), { start, offset });
    }
  });
  const offsets = new Map<number, Set<Offset>>();
  for (const { start, offset } of standing.values()) {
    const own = offsets.get(start);
    if (own) own.add(offset);
    else offsets.set(start, new Set([offset]));
  }
  return { partition, query, offsets, first, next };
}

/** Hands over all panes of one start together, in the order in which the last of them stands in the log. */
export async function eachMoment(
  log: EventLog,
  index: PaneIndex,
  visit: (start: number, panes: readonly PaneRecord[]) => void,
): Promise<void> {
  const waiting = new Map<number, PaneRecord[]>();
  await log.read('panes', index.partition, index.first, index.next, (records) => {
    for (const record of records) {
      const start = Number(record.headers['start']);
      const own = index.offsets.get(start);
      if (!own?.has(record.offset)) continue;
      const panes = waiting.get(start) ?? [];
      panes.push(paneOf(record));
      waiting.set(start, panes);
      if (panes.length < own.size) continue;
      waiting.delete(start);
      visit(start, panes);
    }
  });
}

function paneOf({ value }: LogRecord): PaneRecord {
  return JSON.parse((value as Buffer).toString('utf8')) as PaneRecord;
}
