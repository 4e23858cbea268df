/**
 * The MetricStore port: where rolling and per-pane metrics are kept for people, dashboards and SQL.
 * Written only by the sink; a rewrite of a point replaces it (same identity, last value wins), so replays change nothing.
 * Two adapters (embedded DuckDB, InfluxDB 1.x) pass one contract suite: `test/contract/metric-store.ts`.
 */

/** Identity = (model, version, segment, resolution, feature, metric, time). */
export interface MetricPoint {
  readonly model: string;
  readonly version: string;
  /** `''` = all rows; else `name=value`. */
  readonly segment: string;
  /** `1h`, `6h`, `24h` (pane widths), `rolling`, or `books`. */
  readonly resolution: string;
  /** `''` = the model as a whole; else a feature's name (or `prediction`). */
  readonly feature: string;
  readonly metric: string;
  /** Start of the pane, epoch ms. */
  readonly time: number;
  /** Finite. Undefined metrics are not written. */
  readonly value: number;
}

/** Every field narrows; `from` inclusive, `to` exclusive, epoch ms. */
export interface MetricQuery {
  readonly model?: string;
  readonly version?: string;
  readonly segment?: string;
  readonly resolution?: string;
  readonly feature?: string;
  readonly metric?: string;
  readonly from?: number;
  readonly to?: number;
  readonly limit?: number;
}

export interface MetricStore {
  /** Creates what is missing (database, table, retention policy); throws with the fix when it cannot. */
  open(): Promise<void>;
  /** All points or an error; calling it again with the same points is harmless. */
  write(points: readonly MetricPoint[]): Promise<void>;
  /** In order of (time, metric, feature, version, segment). */
  query(query: MetricQuery): Promise<MetricPoint[]>;
  close(): Promise<void>;
}
