import { outcomePaneToJson } from '../../src/aggregates/outcome-pane.js';
import { predictionPaneToJson } from '../../src/aggregates/prediction-pane.js';
import type { NewRecord } from '../../src/log/port.js';
import type {
  AlertRecord,
  FeedRecord,
  MetricsRecord,
  ReferenceRequestRecord,
  RetrainingRecord,
  StatusRecord,
  WeightsRecord,
} from '../../src/records/feed.js';
import type { PaneRecord } from '../../src/records/pane.js';
import type { OpenPane } from './model-state.js';

/** What the evaluator says, in the order in which it says it; written in the commit that consumed what caused it. */
export interface Emitted {
  readonly records: NewRecord[];
}

export function emitMetrics(out: Emitted, record: Omit<MetricsRecord, 'v' | 'kind'>): void {
  if (Object.keys(record.values).length === 0 && !record.features) return;
  push(out, 'metrics', { v: 1, kind: 'metrics', ...record });
}

export function emitStatus(out: Emitted, status: Omit<StatusRecord, 'v' | 'kind'>): void {
  push(out, 'metrics', { v: 1, kind: 'status', ...status });
}

export function emitWeights(out: Emitted, weights: WeightsRecord): void {
  push(out, 'metrics', weights);
}

export function emitAlert(out: Emitted, alert: AlertRecord): void {
  push(out, 'alerts', alert);
}

export function emitRequest(out: Emitted, request: RetrainingRecord | ReferenceRequestRecord): void {
  push(out, 'retraining', request);
}

/** A closed base pane, kept long. Its headers let a reader pass over panes without parsing them. */
export function emitPane(out: Emitted, model: string, pane: OpenPane, end: number): void {
  const { side, version, segment, start } = pane;
  const record: PaneRecord = {
    v: 1,
    kind: 'pane',
    model,
    version,
    segment,
    start,
    end,
    prediction: pane.prediction && predictionPaneToJson(pane.prediction),
    outcome: pane.outcome && outcomePaneToJson(pane.outcome),
  };
  out.records.push({
    topic: 'panes',
    key: model,
    value: Buffer.from(JSON.stringify(record)),
    headers: { side, segment, version, start: String(start) },
  });
}

function push(
  out: Emitted,
  topic: 'metrics' | 'alerts' | 'retraining',
  record: FeedRecord | ReferenceRequestRecord,
): void {
  out.records.push({ topic, key: record.model, value: Buffer.from(JSON.stringify(record)) });
}
