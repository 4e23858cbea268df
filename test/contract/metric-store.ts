/** What every MetricStore adapter promises. `open` gives a fresh, opened store and a way to open the same data again. */
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MetricPoint, MetricStore } from '../../src/metric-store/port.js';
import { comparePoints } from '../../src/metric-store/order.js';

export interface OpenedMetricStore {
  readonly store: MetricStore;
  /** Closes the store and opens the same data with a new one. */
  reopen(): Promise<MetricStore>;
  /** Closes what is open and removes the data. */
  dispose(): Promise<void>;
}

const hour = 3_600_000;
const start = Date.UTC(2001, 1, 22);

export function point(changes: Partial<MetricPoint> = {}): MetricPoint {
  return {
    model: 'flight-lateness',
    version: '1',
    segment: '',
    resolution: '1h',
    feature: '',
    metric: 'accuracy',
    time: start,
    value: 0.8,
    ...changes,
  };
}

export function metricStoreContract(name: string, open: () => Promise<OpenedMetricStore>): void {
  describe(`MetricStore contract: ${name}`, () => {
    let opened: OpenedMetricStore;
    let store: MetricStore;

    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.dispose());

    it('gives back what was written', async () => {
      const points = [
        point(),
        point({ metric: 'auc', value: 0.7312345678901234 }),
        point({ time: start + hour }),
      ];
      await store.write(points);
      expect(await store.query({})).toEqual([...points].sort(comparePoints));
    });

    it('replaces a point that is written again', async () => {
      await store.write([point({ value: 0.8 }), point({ metric: 'auc', value: 0.7 })]);
      await store.write([point({ value: 0.5 })]);
      await store.write([point({ value: 0.5 })]);
      expect(await store.query({})).toEqual([point({ value: 0.5 }), point({ metric: 'auc', value: 0.7 })]);
    });

    it('keeps the last of a point that stands twice in one write', async () => {
      await store.write([point({ value: 1 }), point({ feature: 'hour' }), point({ value: 2 })]);
      expect(await store.query({ feature: '' })).toEqual([point({ value: 2 })]);
    });

    it('keeps the writes in the order in which they were asked for', async () => {
      await Promise.all([1, 2, 3, 4].map((value) => store.write([point({ value })])));
      expect(await store.query({})).toHaveLength(1);
    });

    it('takes an empty write', async () => {
      await store.write([]);
      expect(await store.query({})).toEqual([]);
    });

    it.each([
      ['model', 'churn'],
      ['version', '2'],
      ['segment', 'region=north'],
      ['resolution', '24h'],
      ['feature', 'distance'],
      ['metric', 'psi'],
    ] as const)('narrows by %s, the empty text included', async (field, other) => {
      const points = [point(), point({ [field]: other })];
      await store.write(points);
      expect(await store.query({ [field]: other })).toEqual([points[1]]);
      expect(await store.query({ [field]: point()[field] })).toEqual([points[0]]);
      expect(await store.query({ [field]: 'nothing has this' })).toEqual([]);
    });

    it('narrows by time: from inclusive, to exclusive', async () => {
      const points = [0, 1, 2, 3].map((i) => point({ time: start + i * hour, value: i }));
      await store.write(points);
      expect(await store.query({ from: start + hour })).toEqual(points.slice(1));
      expect(await store.query({ to: start + hour })).toEqual(points.slice(0, 1));
      expect(await store.query({ from: start + hour, to: start + 3 * hour })).toEqual(points.slice(1, 3));
      expect(await store.query({ from: start + 1, to: start + hour })).toEqual([]);
    });

    it('narrows by several fields at once', async () => {
      const wanted = point({ model: 'churn', metric: 'psi', feature: 'logins' });
      await store.write([point(), wanted, { ...wanted, feature: 'plan' }, { ...wanted, model: 'delivery' }]);
      expect(await store.query({ model: 'churn', feature: 'logins', from: start, to: start + 1 })).toEqual([
        wanted,
      ]);
    });

    it('answers in order of time, metric, feature, version, segment', async () => {
      const points: MetricPoint[] = [];
      for (const time of [start + hour, start, 0, -hour]) {
        for (const metric of ['b', 'a', 'B']) {
          for (const feature of ['', 'é', '\uFFFD', '😀']) {
            for (const version of ['2', '10']) points.push(point({ time, metric, feature, version }));
          }
        }
      }
      await store.write(points);
      expect(await store.query({})).toEqual([...points].sort(comparePoints));
    });

    it('limits after ordering, in the middle of one time too', async () => {
      const points = [0, 1, 2].flatMap((i) =>
        ['d', 'b', 'c', 'a'].map((metric) => point({ time: start + i * hour, metric })),
      );
      await store.write(points);
      const ordered = [...points].sort(comparePoints);
      for (const limit of [0, 1, 4, 6, 12, 100]) {
        expect(await store.query({ limit })).toEqual(ordered.slice(0, limit));
      }
    });

    it('takes the whole range of times', async () => {
      const points = [-9_223_372_036_853, -1, 0, 1, 9_223_372_036_853].map((time) => point({ time }));
      await store.write(points);
      expect(await store.query({})).toEqual(points);
    });

    it.each([2, 200])('takes 20,000 points of %i panes in one write', async (panes) => {
      const points = Array.from({ length: 20_000 }, (_, i) =>
        point({ time: start + (i % panes) * hour, metric: `m${Math.floor(i / panes)}`, value: i }),
      );
      await store.write(points);
      const found = await store.query({ resolution: '1h' });
      expect(found).toHaveLength(20_000);
      const ordered = [...points].sort(comparePoints);
      expect(found).toEqual(ordered);
      expect(await store.query({ limit: 15_000 })).toEqual(ordered.slice(0, 15_000));
    });

    it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
      'refuses %s, by name',
      async (value) => {
        const bad = point({ metric: 'log-loss', feature: 'hour', value });
        const written = store.write([point(), bad]);
        await expect(written).rejects.toMatchObject({
          name: 'MetricStoreError',
          code: 'invalid-point',
          handling: 'fatal',
        });
        await expect(written).rejects.toThrow(
          /"log-loss" of feature "hour" of model "flight-lateness".*2001-02-22/,
        );
        expect(await store.query({})).toEqual([]);
      },
    );

    it.each([0.5, Number.NaN, 9e15])('refuses the time %s', async (time) => {
      await expect(store.write([point({ time })])).rejects.toMatchObject({ code: 'invalid-point' });
    });

    it.each([{ from: Number.NaN }, { to: 0.5 }, { limit: -1 }])('refuses the query %o', async (query) => {
      await expect(store.query(query)).rejects.toMatchObject({ code: 'invalid-query' });
    });

    it('gives back strange names, and takes them as nothing but names', async () => {
      const strange = [
        "it's",
        '"quoted"',
        "' OR 1=1; DROP TABLE metrics; --",
        "' OR ''='",
        `\\' OR ''='`,
        '"; DROP MEASUREMENT "metrics"; --',
        '$model',
        'trailing\\',
        'back\\slash\\\\,x=y\\ z',
        'two\nlines,model=forged value=1 0',
        'carriage\r\nreturn\ttab\u0000null',
        'a,b=c d',
        ' padded ',
        '50%',
        '%0A',
        '%250A',
        '(none)',
        '%28none)',
        'null',
        '日本語 😀 é',
        '#comment',
        'x'.repeat(2_000),
      ];
      const points = strange.map((name, i) =>
        point({ model: name, segment: `name=${name}`, feature: name, value: i }),
      );
      await store.write(points);
      expect(await store.query({})).toEqual([...points].sort(comparePoints));
      for (const wanted of points) {
        const { model, segment, feature } = wanted;
        expect(await store.query({ model, segment, feature })).toEqual([wanted]);
      }
    });

    it('round-trips any well-formed names and any finite value', async () => {
      const text = fc.string({ unit: 'binary', maxLength: 12 });
      const anyPoint = fc.record({
        model: text,
        version: text,
        segment: text,
        resolution: fc.constantFrom('1h', '6h', '24h', 'rolling', 'books'),
        feature: text,
        metric: text,
        time: fc.integer({ min: -9_223_372_036_853, max: 9_223_372_036_853 }),
        // Stores may forget the sign of zero.
        value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(anyPoint, { minLength: 1, maxLength: 8 }), async (points) => {
          await store.write(points);
          for (const { value: _, ...identity } of points) {
            const last = points.findLast((other) => comparePoints(other, { ...identity, value: 0 }) === 0);
            const { time, ...names } = identity;
            expect(await store.query({ ...names, from: time, to: time + 1 })).toEqual([last]);
          }
        }),
        { numRuns: 40 },
      );
    });

    it('keeps everything when it is opened again, and replaces across openings', async () => {
      await store.write([point({ value: 1 }), point({ metric: 'auc' })]);
      store = await opened.reopen();
      await store.write([point({ value: 2 })]);
      expect(await store.query({})).toEqual([point({ value: 2 }), point({ metric: 'auc' })]);
    });

    it('says so when it is used while closed', async () => {
      await store.close();
      await store.close();
      await expect(store.write([point()])).rejects.toMatchObject({ code: 'not-open' });
      await expect(store.query({})).rejects.toMatchObject({ code: 'not-open' });
    });
  });
}
