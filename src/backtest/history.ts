/** What a history has shown, gathered from what the evaluator said: the input of the report. Plain data. */
import type { NewRecord } from '../log/port.js';
import type { Reference } from '../policy/reference.js';
import type { AlertRecord, FeedRecord, MetricsRecord, StatusRecord, WeightsRecord } from '../records/feed.js';
import type { PaneRecord } from '../records/pane.js';
import { dayStart, type Units } from '../policy/units.js';
import { addDayOfQuality, type QualityByDay } from './quality.js';
import { bandsOf, type Bands } from './reference-bands.js';

export interface ReferenceShown {
  readonly id: string;
  readonly version: string;
  readonly from: number;
  readonly to: number;
  /** Usual days, by metric. */
  readonly bands: Bands;
}

export interface ModelHistory {
  readonly model: string;
  /** All rows, by day: of predictions (volume, service, drift by feature) and of outcomes (performance). */
  readonly predictions: MetricsRecord[];
  readonly outcomes: MetricsRecord[];
  /** By segment, `name=value`: the days of its outcomes. */
  readonly segments: Map<string, MetricsRecord[]>;
  /** Latest state of each, in the order in which they fired. */
  readonly alerts: Map<string, AlertRecord>;
  readonly references: ReferenceShown[];
  /** Changes of the weights of objectives, by id, each as it was told last. */
  readonly weights: Map<string, WeightsRecord>;
  readonly quality: QualityByDay;
  status: StatusRecord | null;
}

export const DAY = 86_400_000;
const BY_DAY = '24h';

export class History {
  readonly models = new Map<string, ModelHistory>();
  readonly #zoneOf: (model: string) => Pick<Units, 'zoneOffset'>;

  /** @param zoneOf by whose midnight the days of a model begin; left out: UTC */
  constructor(zoneOf: (model: string) => Pick<Units, 'zoneOffset'> = () => ({})) {
    this.#zoneOf = zoneOf;
  }

  take({ topic, value, headers }: NewRecord): void {
    if (!value) return;
    if (topic === 'panes') {
      if (headers?.['side'] !== 'prediction' || headers['segment'] !== '') return;
      const { model, start, prediction } = JSON.parse(value.toString('utf8')) as PaneRecord;
      if (prediction)
        addDayOfQuality(this.#of(model).quality, dayStart(this.#zoneOf(model), start), prediction);
      return;
    }
    const record = JSON.parse(value.toString('utf8')) as FeedRecord;
    const own = this.#of(record.model);
    switch (record.kind) {
      case 'alert':
        own.alerts.set(record.id, record);
        break;
      case 'status':
        own.status = record;
        break;
      case 'metrics':
        takeMetrics(own, record);
        break;
      case 'weights':
        own.weights.set(record.id, record);
        break;
      case 'provisional':
      case 'retraining':
      case 'model':
        break;
    }
  }

  /** A reference that came into force; its bands are what the days after it are seen beside. */
  takeReference(reference: Reference): void {
    const { id, version, from, to } = reference;
    this.#of(reference.model).references.push({ id, version, from, to, bands: bandsOf(reference) });
  }

  #of(model: string): ModelHistory {
    let own = this.models.get(model);
    if (!own) this.models.set(model, (own = emptyHistory(model)));
    return own;
  }
}

function takeMetrics(own: ModelHistory, record: MetricsRecord): void {
  if (record.resolution !== BY_DAY) return;
  if (record.segment === '') (record.side === 'prediction' ? own.predictions : own.outcomes).push(record);
  else if (record.side === 'outcome') {
    const days = own.segments.get(record.segment);
    if (days) days.push(record);
    else own.segments.set(record.segment, [record]);
  }
}

function emptyHistory(model: string): ModelHistory {
  return {
    model,
    predictions: [],
    outcomes: [],
    segments: new Map(),
    alerts: new Map(),
    references: [],
    weights: new Map(),
    quality: new Map(),
    status: null,
  };
}
