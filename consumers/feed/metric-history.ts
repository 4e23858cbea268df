/** The last metrics of each series, for pages that have just been opened. Bounded in series, in length and in total. */
import type { MetricsRecord } from '../../src/records/feed.js';

export interface HistoryLimits {
  /** Records of one series. */
  readonly perSeries: number;
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

interface Series {
  /** By pane end (rolling windows may share a start); a rewrite of a pane replaces it. */
  readonly panes: Map<number, MetricsRecord>;
}

/** Identity of the series that a record belongs to. */
export function seriesOf(record: MetricsRecord): string {
  return JSON.stringify([record.model, record.version, record.segment, record.resolution, record.side]);
}

export class MetricHistory {
  readonly #series = new Map<string, Series>();
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
    const series = this.#series.get(key) ?? { panes: new Map<number, MetricsRecord>() };
    // Re-inserted, so that the map is in order of the last write and its first series is the most stale one.
    this.#series.delete(key);
    this.#series.set(key, series);
    if (!series.panes.has(record.end)) this.#total++;
    series.panes.set(record.end, record);
    if (series.panes.size > this.#limits.perSeries) this.#forgetFirst(series);
    while (this.#total > this.#limits.total) this.#shrink();
  }

  /** Series by series, each in the order in which its panes were first seen. */
  *query(query: HistoryQuery): Generator<MetricsRecord> {
    for (const { panes } of this.#series.values()) {
      const [sample] = panes.values();
      if (sample === undefined || !matches(sample, query)) continue;
      yield* panes.values();
    }
  }

  #shrink(): void {
    for (const [key, series] of this.#series) {
      this.#forgetFirst(series);
      if (series.panes.size === 0) this.#series.delete(key);
      return;
    }
  }

  #forgetFirst(series: Series): void {
    for (const end of series.panes.keys()) {
      series.panes.delete(end);
      this.#total--;
      return;
    }
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
