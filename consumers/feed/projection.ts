/**
 * What the public topics say now: the latest status of each model, its versions, alerts in their latest state,
 * retraining requests and the last metrics. A fold of the log, rebuilt from its start; bounded.
 */
import type {
  AlertRecord,
  FeedRecord,
  ModelRecord,
  ProvisionalRecord,
  RetrainingRecord,
  StatusRecord,
  WeightsRecord,
} from '../../src/records/feed.js';
import { BoundedMap } from './bounded-map.js';
import { MetricHistory, type HistoryLimits } from './metric-history.js';

export interface ProjectionLimits extends HistoryLimits {
  readonly models: number;
  readonly alerts: number;
  readonly retrainings: number;
  readonly versions: number;
}

export const PROJECTION_LIMITS: ProjectionLimits = {
  models: 1_000,
  alerts: 5_000,
  retrainings: 5_000,
  versions: 5_000,
  perSeries: 5_000,
  perFineSeries: 1_000,
  total: 20_000,
};

export interface Projection {
  readonly statuses: BoundedMap<string, StatusRecord>;
  /** What is not decided yet, by model; none of it before the first change after the start. */
  readonly provisional: BoundedMap<string, ProvisionalRecord>;
  /** By (model, version): promoted and rejected ones. */
  readonly versions: BoundedMap<string, ModelRecord>;
  /** Changes of weights, by id. */
  readonly weights: BoundedMap<string, WeightsRecord>;
  readonly alerts: BoundedMap<string, AlertRecord>;
  readonly retrainings: BoundedMap<string, RetrainingRecord>;
  readonly metrics: MetricHistory;
}

export function emptyProjection(limits: ProjectionLimits = PROJECTION_LIMITS): Projection {
  return {
    statuses: new BoundedMap(limits.models),
    provisional: new BoundedMap(limits.models),
    versions: new BoundedMap(limits.versions),
    weights: new BoundedMap(limits.versions),
    alerts: new BoundedMap(limits.alerts, isOpen),
    retrainings: new BoundedMap(limits.retrainings),
    metrics: new MetricHistory(limits),
  };
}

/** Is the change that the alert tells of still there? */
export function isOpen(alert: AlertRecord): boolean {
  return alert.state === 'firing' || alert.state === 'acknowledged';
}

/** Folds one record in. The last record of an identity wins; a redelivery changes nothing. */
export function project(into: Projection, record: FeedRecord): void {
  switch (record.kind) {
    case 'metrics':
      into.metrics.add(record);
      return;
    case 'status':
      into.statuses.set(record.model, record);
      return;
    case 'provisional':
      into.provisional.set(record.model, record);
      return;
    case 'weights':
      into.weights.set(record.id, record);
      return;
    case 'alert':
      into.alerts.set(record.id, record);
      return;
    case 'retraining':
      into.retrainings.set(record.id, record);
      return;
    case 'model':
      // A rejected challenger may carry the version of one that is tried again later, so the request is part of it.
      into.versions.set(JSON.stringify([record.model, record.version, record.request]), record);
      return;
  }
}
