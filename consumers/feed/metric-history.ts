/** The last metrics of each series, for pages that have just been opened. Bounded in series, in length and in total. */
import type { MetricsRecord } from '../../src/records/feed.js';

export interface HistoryLimits {
  /** Records of one series of rolling windows or of days, of which the page shows months. */
  readonly perSeries: number;
  /** Records of one series of other panes, of which only the newest are looked at. */
  readonly perFineSeries: number;
  /** Records of all series together. */
  readonly total: number;
}

export interface HistoryQuery {
  readonly model?: string;
  readonly version?: string;
  readonly segment?: string;
  readonly resolutions?: readonly string[];
  readonly side?: MetricsRecord['side'];
}

const LONG_KEPT: ReadonlySet<string> = new Set(['rolling', '24h']);

/** A series' panes by their end: rolling windows may share a start; a rewrite of a pane replaces it. */
type Panes = Map<number, MetricsRecord>;

/** Identity of the series that a record belongs to. */
export function seriesOf(record: MetricsRecord): string {
  return JSON.stringify([record.model, record.version, record.segment, record.resolution, record.side]);
}

/**
 * Room is taken from the longest series, of equals from the one that is silent longest: what is fine comes often and is
 * worth little soon, the days of months are few.
 */
export class MetricHistory {
  readonly #series = new Map<string, Panes>();
  /** Keys of the series of each length, the one that is silent longest first. */
  readonly #byLength: Set<string>[] = [];
  readonly #limits: HistoryLimits;
  #total = 0;

  constructor(limits: HistoryLimits) {
    this.#limits = limits;
  }

  /** Records that are kept now. */
  get size(): number {
    return this.#total;
  }

  add(record: MetricsRecord): void {
    const key = seriesOf(record);
    const panes = this.#series.get(key) ?? new Map<number, MetricsRecord>();
    const before = panes.size;
    panes.set(record.end, record);
    this.#series.set(key, panes);
    this.#move(key, before, panes.size);
    this.#total += panes.size - before;
    if (panes.size > this.#most(record)) this.#forgetFirst(key);
    if (this.#total > this.#limits.total) this.#shrink();
  }

  /** Series by series, each in the order in which its panes were first seen. */
  *query(query: HistoryQuery): Generator<MetricsRecord> {
    for (const panes of this.#series.values()) {
      const [sample] = panes.values();
      if (sample === undefined || !matches(sample, query)) continue;
      yield* panes.values();
    }
  }

  #most({ resolution }: MetricsRecord): number {
    return LONG_KEPT.has(resolution) ? this.#limits.perSeries : this.#limits.perFineSeries;
  }

  #shrink(): void {
    const [key] = this.#byLength.at(-1) ?? [];
    if (key !== undefined) this.#forgetFirst(key);
  }

  #forgetFirst(key: string): void {
    const panes = this.#series.get(key);
    const [first] = panes?.keys() ?? [];
    if (panes === undefined || first === undefined) return;
    panes.delete(first);
    this.#total--;
    this.#move(key, panes.size + 1, panes.size);
    if (panes.size === 0) this.#series.delete(key);
  }

  /** A series of another length than before; one of none is in no set. */
  #move(key: string, before: number, after: number): void {
    this.#byLength[before]?.delete(key);
    if (after > 0) {
      while (this.#byLength.length <= after) this.#byLength.push(new Set());
      this.#byLength[after]?.add(key);
    }
    while (this.#byLength.at(-1)?.size === 0) this.#byLength.pop();
  }
}

function matches(record: MetricsRecord, query: HistoryQuery): boolean {
  return (
    (query.model === undefined || record.model === query.model) &&
    (query.version === undefined || record.version === query.version) &&
    (query.segment === undefined || record.segment === query.segment) &&
    (query.side === undefined || record.side === query.side) &&
    (query.resolutions === undefined || query.resolutions.includes(record.resolution))
  );
}
