/** Records of the public topics for tests: whole and valid, each field replaceable. */
import { emptyBooks } from '../../../src/records/books.js';
import type {
  AlertRecord,
  MetricsRecord,
  ModelRecord,
  ProvisionalRecord,
  RetrainingRecord,
  StatusRecord,
} from '../../../src/records/feed.js';

export const HOUR = 3_600_000;
export const JANUARY = Date.UTC(2001, 0, 1);

export function metricsRecord(fields: Partial<MetricsRecord> = {}): MetricsRecord {
  const start = fields.start ?? JANUARY;
  return {
    v: 1,
    kind: 'metrics',
    model: 'flights',
    version: '1',
    segment: '',
    resolution: '1h',
    side: 'outcome',
    start,
    end: start + HOUR,
    n: 100,
    values: { accuracy: 0.8 },
    ...fields,
  };
}

export function statusRecord(fields: Partial<StatusRecord> = {}): StatusRecord {
  return {
    v: 1,
    kind: 'status',
    model: 'flights',
    task: 'binary',
    decidedUntil: JANUARY,
    ended: false,
    requests: [],
    books: emptyBooks(),
    version: '1',
    policy: { id: 'p1', since: null, budgetDays: 90 },
    readiness: 'ready',
    features: { distance: 'numeric', origin: 'categorical' },
    panes: 1,
    ...fields,
  };
}

export function provisionalRecord(fields: Partial<ProvisionalRecord> = {}): ProvisionalRecord {
  return {
    v: 1,
    kind: 'provisional',
    model: 'flights',
    read: { predictions: 10, outcomes: 5 },
    panes: [],
    ...fields,
  };
}

export function alertRecord(fields: Partial<AlertRecord> = {}): AlertRecord {
  return {
    v: 1,
    kind: 'alert',
    id: 'a1',
    model: 'flights',
    version: '1',
    state: 'firing',
    metric: 'accuracy',
    track: 'performance',
    change: 'concept',
    segment: '',
    incident: 'a1',
    severity: 'severe',
    detectors: ['conformal'],
    onset: JANUARY,
    onsetWithin: 24 * HOUR,
    firedAt: JANUARY + 6 * HOUR,
    resolvedAt: null,
    acknowledgedBy: null,
    effect: { name: 'accuracy', value: 0.09, floor: 0.02, reference: 0.8, now: 0.71 },
    evidence: { statistic: 120, threshold: 90 },
    why: 'accuracy fell by 9 points',
    causes: [],
    reference: 'r1',
    policy: 'p1',
    ...fields,
  };
}

export function retrainingRecord(fields: Partial<RetrainingRecord> = {}): RetrainingRecord {
  return {
    v: 1,
    kind: 'retraining',
    id: 'q1',
    model: 'flights',
    task: 'binary',
    champion: '1',
    reason: 'alert',
    cause: 'a1',
    requestedAt: JANUARY + 7 * HOUR,
    from: JANUARY - 24 * HOUR,
    to: JANUARY,
    cover: { predictions: { 0: [0, 9] }, outcomes: { 0: [0, 9] } },
    effectiveFrom: JANUARY + 31 * HOUR,
    ...fields,
  };
}

export function modelRecord(fields: Partial<ModelRecord> = {}): ModelRecord {
  return {
    v: 1,
    kind: 'model',
    model: 'flights',
    task: 'binary',
    version: '2',
    request: 'q1',
    champion: '1',
    promoted: true,
    why: 'log loss .41 against .45 on 7 days',
    effectiveFrom: JANUARY + 31 * HOUR,
    trainedOn: { from: JANUARY - 24 * HOUR, to: JANUARY, rows: 1_000 },
    backend: 'wasm 4.22.0',
    proof: { challenger: { logLoss: 0.41, auc: 0.73 }, champion: { logLoss: 0.45, auc: 0.7 } },
    artifact: { weights: 'secret' },
    reference: 'r2',
    ...fields,
  };
}
