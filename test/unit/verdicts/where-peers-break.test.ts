/** What makes other monitors silent, or cry: through the whole path, ours does neither. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { AlertRecord } from '../../../src/records/feed.js';
import { at, DAY, HOUR, shop, type Change, type Row } from './shop.js';
import { Watched } from './watched.js';

/** Days of which the reference is made, and until it is in force. */
const IN_FORCE = 30;
/** Five weeks on a crowded machine. */
const SLOWEST = 300_000;
let beginning: Watched;
beforeAll(() => {
  beginning = new Watched().feed(shop(0, IN_FORCE));
}, SLOWEST);

const live = (days: number, change?: Change) =>
  new Watched(beginning).feed(shop(IN_FORCE, IN_FORCE + days, change));
const named = (alerts: readonly AlertRecord[]) => alerts.map(({ metric, change }) => `${metric} (${change})`);
const withFeature = (row: Row, name: string, value: Row['features'][string]): Row => ({
  ...row,
  features: { ...row.features, [name]: value },
});

it('the model is watched on both tracks, and nothing was said while its reference was collected', () => {
  expect(beginning.status?.readiness).toBe('data watched; performance watched');
  expect(beginning.alerts).toEqual([]);
});

describe('what is no news', () => {
  const ids = {
    nan: '30-100',
    newCategory: '31-200',
    outlier: '31-300',
  };
  let quiet: Watched;
  beforeAll(() => {
    quiet = live(13, (row) => {
      const day = Math.floor((row.time - at(0)) / DAY);
      if (row.id === ids.nan) return withFeature(row, 'amount', NaN);
      if (row.id === ids.newCategory) return withFeature(row, 'colour', 'violet');
      if (row.id === ids.outlier) return withFeature(row, 'gone', 1e12);
      if (day === 32) return [row, row];
      if (day === 33) return { ...row, delay: 50 * HOUR };
      if (day >= 37) return { ...row, outcome: row.score >= 0.5 ? 1 : 0, latency: row.latency / 3 };
      return row;
    });
  }, SLOWEST);
  const about = (feature: string) => quiet.alerts.filter(({ metric }) => metric.endsWith(`:${feature}`));

  it('one NaN', () => expect(about('amount')).toEqual([]));
  it('one row of a category that was never there', () => expect(about('colour')).toEqual([]));
  it('one absurd value', () => expect(about('gone')).toEqual([]));
  it('thousands of categories, most of them new in every pane', () => expect(about('seller')).toEqual([]));
  it('a constant', () => expect(about('constant')).toEqual([]));
  it('records that are sent twice: counted, and counted once', () => {
    const twice = shop(32, 33).length / 2;
    expect(quiet.status?.books.predictions.duplicates).toBe(twice);
    expect(quiet.alerts.filter(({ metric }) => metric === 'volume')).toEqual([]);
  });
  it('outcomes that come two days late, weekends, a better model and a faster one: no alert at all', () => {
    expect(named(quiet.alerts)).toEqual([]);
  });
});

it('a break that few rows have told of is explained anew by the rest of its day, without another alert', () => {
  // Red rows fail until the alert is out; what goes on failing is the green ones.
  const { alerts } = live(2, (row) => {
    const broken = row.time < at(30.46) ? 'red' : 'green';
    const fails = row.time >= at(30.25) && row.features['colour'] === broken;
    return fails ? { ...row, outcome: row.score >= 0.5 ? 0 : 1 } : row;
  });
  const [fired, ...anew] = alerts.filter(({ track }) => track === 'performance');
  if (!fired) throw new Error('nothing was told');
  expect(fired.detectors).toContain('fast');
  expect(fired.firedAt).toBeLessThan(at(30.5));
  expect(fired.causes[0]).toMatchObject({ name: 'colour', bin: 'red', kind: 'concept' });
  const explained = anew.at(-1) as AlertRecord;
  expect(explained.causes[0]).toMatchObject({ name: 'colour', bin: 'green', kind: 'concept' });
  expect(explained.why).toContain('colour green doing worse');
  expect(explained.explainedAt).toBeGreaterThan(fired.firedAt);
  expect(explained.explainedAt).toBeLessThan(fired.firedAt + DAY);
  // What was decided stays as it was.
  const { id, incident, severity, onset, firedAt, evidence } = explained;
  expect(fired).toMatchObject({ id, incident, severity, onset, firedAt, evidence });
  expect(anew.every((told) => told.id === fired.id)).toBe(true);
});

describe('what is news, whatever else is in the stream', () => {
  const breaks: Record<string, { from: number; within: number; metric: RegExp; change: string; to: Change }> =
    {
      'most values of a feature missing': {
        from: 30.5,
        within: 4 / 24,
        metric: /:gap$/,
        change: 'quality',
        to: (row, random) => (random() < 0.6 ? withFeature(row, 'gap', null) : row),
      },
      'all values of a feature missing': {
        from: 30.75,
        within: 3 / 24,
        metric: /:gone$/,
        change: 'quality',
        to: (row) => withFeature(row, 'gone', null),
      },
      'other units': {
        from: 31.25,
        within: 1,
        metric: /:amount$/,
        change: 'quality',
        to: (row) => withFeature(row, 'amount', Number(row.features['amount']) * 1_000),
      },
      'a constant that becomes another one': {
        from: 31.5,
        within: 1,
        metric: /:constant$/,
        change: 'quality',
        to: (row) => withFeature(row, 'constant', 5.1),
      },
      'five sigma of a feature in millionths, after a NaN in it': {
        from: 32,
        within: 1,
        metric: /:tiny$/,
        change: 'data',
        to: (row) => withFeature(row, 'tiny', Number(row.features['tiny']) + 5e-6),
      },
      'two sigma, with an absurd value in the reference': {
        from: 32.5,
        within: 5,
        metric: /:fee$/,
        change: 'data',
        to: (row) => withFeature(row, 'fee', Number(row.features['fee']) + 2),
      },
      'a category that was never there, in a tenth of the rows': {
        from: 32.75,
        within: 5,
        metric: /:colour$/,
        change: 'data',
        to: (row, random) => (random() < 0.1 ? withFeature(row, 'colour', 'violet') : row),
      },
    };
  let alerts: readonly AlertRecord[];
  beforeAll(() => {
    ({ alerts } = live(8, (row, random) => {
      if (row.id === '30-50') return withFeature(row, 'tiny', NaN);
      return Object.values(breaks).reduce<Row>(
        (own, { from, to }) => (row.time >= at(from) ? (to(own, random) as Row) : own),
        row,
      );
    }));
  }, SLOWEST);

  it.each(Object.entries(breaks))('%s', (_, { from, within, metric, change }) => {
    const [first] = alerts.filter((alert) => metric.test(alert.metric));
    expect(first).toMatchObject({ change });
    expect(first?.firedAt).toBeGreaterThan(at(from));
    expect(first?.firedAt).toBeLessThanOrEqual(at(from) + within * DAY);
  });
  it('and nothing else', () => {
    const known = Object.values(breaks).map(({ metric }) => metric);
    expect(named(alerts.filter((alert) => !known.some((metric) => metric.test(alert.metric))))).toEqual([]);
  });
});

describe('a concept that turns', () => {
  const turned = (row: Row): Row =>
    row.time >= at(31) ? { ...row, outcome: row.outcome === 1 ? 0 : 1 } : row;

  it('is told by its outcomes although the estimate without outcomes sees nothing', () => {
    const { alerts, metrics } = live(3, turned);
    expect(alerts.map(({ change, track }) => ({ change, track }))).toContainEqual({
      change: 'concept',
      track: 'performance',
    });
    expect(alerts[0]?.firedAt).toBeLessThanOrEqual(at(31) + 8 * HOUR);
    const day = metrics.find(
      (one) => one.resolution === '24h' && one.side === 'prediction' && one.start === at(31),
    );
    expect(day?.values['estimated:accuracy']).toBeGreaterThan(0.7);
  });
});

describe('panes of any size', () => {
  it('three rows an hour: less traffic is told, and nothing else', () => {
    const { alerts } = live(5, (row) => (Number(row.id.split('-')[1]) % 16 === 0 ? row : []));
    expect([...new Set(named(alerts))]).toEqual(['volume (traffic)']);
  });
  it('eight times as many rows: more traffic is told, and nothing else', () => {
    const { alerts } = new Watched(beginning).feed(shop(IN_FORCE, IN_FORCE + 3, (row) => row, 8));
    expect([...new Set(named(alerts))]).toEqual(['volume (traffic)']);
  });
  it('another version takes over: its predecessor has not stopped', () => {
    const { alerts } = live(3, (row) => (row.time >= at(31) ? { ...row, version: '2' } : row));
    expect(named(alerts)).toEqual([]);
  });
});
