import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyProjection, project, PROJECTION_LIMITS } from '../../../../consumers/feed/projection.js';
import type { FeedRecord } from '../../../../src/records/feed.js';
import {
  alertRecord,
  HOUR,
  JANUARY,
  metricsRecord,
  modelRecord,
  provisionalRecord,
  retrainingRecord,
  statusRecord,
} from '../feed-records.js';

function projected(records: readonly FeedRecord[], limits = {}) {
  const projection = emptyProjection({ ...PROJECTION_LIMITS, ...limits });
  for (const record of records) project(projection, record);
  return projection;
}

function contents(records: readonly FeedRecord[], limits = {}) {
  const p = projected(records, limits);
  return {
    statuses: [...p.statuses.values()],
    provisional: [...p.provisional.values()],
    versions: [...p.versions.values()],
    alerts: [...p.alerts.values()],
    retrainings: [...p.retrainings.values()],
    metrics: [...p.metrics.query({})],
  };
}

const anyRecord: fc.Arbitrary<FeedRecord> = fc.oneof(
  fc.nat(5).map((n) => metricsRecord({ start: JANUARY + n * HOUR })),
  fc.nat(3).map((n) => statusRecord({ model: `m${n}` })),
  fc.nat(3).map((n) => provisionalRecord({ model: `m${n}` })),
  fc.nat(3).map((n) => alertRecord({ id: `a${n}` })),
  fc.nat(3).map((n) => retrainingRecord({ id: `q${n}` })),
  fc.nat(3).map((n) => modelRecord({ version: `${n}` })),
);

describe('projection', () => {
  it('keeps the latest state of an alert', () => {
    const { alerts } = contents([
      alertRecord(),
      alertRecord({ state: 'resolved', resolvedAt: JANUARY + HOUR }),
    ]);
    expect(alerts).toEqual([alertRecord({ state: 'resolved', resolvedAt: JANUARY + HOUR })]);
  });

  it('keeps one status a model, and every version with its verdict', () => {
    const { statuses, versions } = contents([
      statusRecord({ panes: 1 }),
      statusRecord({ model: 'churn' }),
      statusRecord({ panes: 2 }),
      modelRecord({ version: '2', promoted: false }),
      modelRecord({ version: '2', promoted: true, request: 'q2' }),
    ]);
    expect(statuses.map((s) => [s.model, s.panes])).toEqual([
      ['churn', 1],
      ['flights', 2],
    ]);
    expect(versions.map((v) => v.promoted)).toEqual([false, true]);
  });

  it('is not changed by a record that comes twice in a row', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 30 }), (records) => {
        const doubled = records.flatMap((record) => [record, record]);
        expect(contents(doubled)).toEqual(contents(records));
      }),
    );
  });

  it('is bounded, and forgets closed alerts before open ones', () => {
    const closed = Array.from({ length: 10 }, (_, n) => alertRecord({ id: `closed${n}`, state: 'resolved' }));
    const { alerts } = contents([alertRecord({ id: 'open' }), ...closed], { alerts: 3 });
    expect(alerts.map((a) => a.id)).toEqual(['open', 'closed8', 'closed9']);
  });
});

describe('metric history', () => {
  const hours = (n: number, fields = {}) =>
    Array.from({ length: n }, (_, i) => metricsRecord({ start: JANUARY + i * HOUR, ...fields }));

  it('replaces a pane that is written again', () => {
    const { metrics } = contents([metricsRecord(), metricsRecord({ n: 101 })]);
    expect(metrics.map((m) => m.n)).toEqual([101]);
  });

  it('keeps windows that begin together and end apart', () => {
    const { metrics } = contents([
      metricsRecord({ resolution: 'rolling', end: JANUARY + HOUR }),
      metricsRecord({ resolution: 'rolling', end: JANUARY + 2 * HOUR }),
    ]);
    expect(metrics).toHaveLength(2);
  });

  it('keeps the newest of a series', () => {
    const limits = { perSeries: 4, perFineSeries: 2 };
    const kept = (fields: object) =>
      contents(hours(9, fields), limits).metrics.map((m) => (m.start - JANUARY) / HOUR);
    expect(kept({ resolution: '24h' })).toEqual([5, 6, 7, 8]);
    expect(kept({ resolution: 'rolling' })).toEqual([5, 6, 7, 8]);
    expect(kept({ resolution: '1h' })).toEqual([7, 8]);
  });

  const lengths = (p: ReturnType<typeof projected>, ...models: string[]) =>
    models.map((model) => [...p.metrics.query({ model })].length);

  it('never holds more than its total, and takes it from the longest series, of equals from the one that is silent longest', () => {
    const p = projected([...hours(3, { model: 'old' }), ...hours(8, { model: 'new' })], { total: 10 });
    expect(p.metrics.size).toBe(10);
    expect(lengths(p, 'old', 'new')).toEqual([3, 7]);
    for (const record of hours(9, { model: 'newest' })) project(p, record);
    expect(lengths(p, 'old', 'new', 'newest')).toEqual([3, 3, 4]);
    const many = projected(
      ['a', 'b', 'c', 'd'].flatMap((model) => hours(1, { model })),
      { total: 3 },
    );
    expect(lengths(many, 'a', 'b', 'c', 'd')).toEqual([0, 1, 1, 1]);
  });

  it('keeps the days of months, however fine the panes of today are', () => {
    const records: FeedRecord[] = [];
    for (let day = 0; day < 30; day++) {
      const start = JANUARY + day * 24 * HOUR;
      const finer = ['a=1', 'a=2', ''].flatMap((segment) => hours(24, { segment }).map((h) => ({ ...h, start: h.start + day * 24 * HOUR, end: h.end + day * 24 * HOUR }))); // prettier-ignore
      records.push(...finer, metricsRecord({ resolution: '24h', start, end: start + 24 * HOUR }));
    }
    const p = projected(records, { total: 300, perSeries: 100, perFineSeries: 100 });
    expect([...p.metrics.query({ resolutions: ['24h'] })]).toHaveLength(30);
    expect([...p.metrics.query({ resolutions: ['1h'], segment: '' })]).toHaveLength(90);
    expect(p.metrics.size).toBe(300);
  });

  it('narrows by every part of the series', () => {
    const p = projected([
      metricsRecord(),
      metricsRecord({ resolution: '24h' }),
      metricsRecord({ side: 'prediction' }),
      metricsRecord({ segment: 'origin=ORD' }),
      metricsRecord({ version: '2' }),
    ]);
    expect([...p.metrics.query({ resolutions: ['24h', 'rolling'] })]).toEqual([
      metricsRecord({ resolution: '24h' }),
    ]);
    expect([...p.metrics.query({ side: 'prediction' })]).toEqual([metricsRecord({ side: 'prediction' })]);
    expect([...p.metrics.query({ segment: 'origin=ORD' })]).toHaveLength(1);
    expect([...p.metrics.query({ version: '2' })]).toHaveLength(1);
    expect([...p.metrics.query({ model: 'churn' })]).toHaveLength(0);
  });
});
