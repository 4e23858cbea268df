import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineSettings } from '../../../src/backtest/backtest.js';
import { compareAlerts } from '../../../src/backtest/compare-alerts.js';
import { runThrough } from '../../../src/backtest/engine.js';
import { OwnAnswers } from '../../../src/backtest/own-answers.js';
import { askAgain, type StoredModel } from '../../../src/backtest/replay.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { settingsOf } from '../../../src/config/model-settings.js';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import { policyOf } from '../../../src/policy/from-settings.js';
import type { AlertRecord, FeedRecord, StatusRecord } from '../../../src/records/feed.js';
import { BEGIN, DAY, story, type StoryOptions } from './history.js';

/** As short as a reference may be. */
const config = loadConfig(
  'pane: 6h\ngrace: 6h\nhorizon: 7d\nreference: { units: 14 }\nretraining: { holdout: 7d }\n',
  'the test',
);

/** What a run leaves in the log, and the alerts that came. */
function live(
  events: readonly (Prediction | Outcome)[],
  under = config,
): { stored: StoredModel; came: AlertRecord[] } {
  const panes = new Map<number, Map<string, Buffer>>();
  const alerts = new Map<string, AlertRecord>();
  const last: { status: StatusRecord | null } = { status: null };
  const answers = new OwnAnswers(() => undefined);
  runThrough(events, engineSettings(under), {
    onRecord: (record) => {
      answers.take(record);
      const value = record.value as Buffer;
      if (record.topic === 'panes') {
        const start = Number(record.headers?.['start']);
        const own = panes.get(start) ?? new Map<string, Buffer>();
        panes.set(start, own);
        own.set(JSON.stringify(record.headers), value);
        return;
      }
      const said = JSON.parse(value.toString('utf8')) as FeedRecord;
      if (said.kind === 'alert') alerts.set(said.id, said);
      if (said.kind === 'status') last.status = said;
    },
    answer: (request) => answers.answer(request),
  });
  const stored = { model: 'm', panes, versions: [], references: new Map(), status: last.status };
  return {
    stored,
    came: [...alerts.values()].sort((a, b) => a.firedAt - b.firedAt || (a.id < b.id ? -1 : 1)),
  };
}

const samePolicy = policyOf(settingsOf(config, 'm'), config.loopLead);

describe('asking again', () => {
  it('with the same policy gives the alerts that came, ids, reasons and ends included', () => {
    const stories: fc.Arbitrary<StoryOptions> = fc.record({
      days: fc.integer({ min: 18, max: 26 }),
      rowsADay: fc.constantFrom(16, 24),
      turnsOn: fc.integer({ min: 15, max: 20 }),
      seed: fc.nat(1_000),
      delay: fc.constantFrom(0, 5, 40),
    });
    let alerts = 0;
    fc.assert(
      fc.property(stories, (options) => {
        const { stored, came } = live(story(options));
        expect(askAgain(stored, samePolicy)).toEqual(came);
        alerts += came.length;
      }),
      { numRuns: 4, examples: [[{ days: 28, rowsADay: 40, turnsOn: 18, seed: 1, delay: 5 }]] },
    );
    expect(alerts).toBeGreaterThan(0);
  });

  it.each([
    ['of outcomes that still came', 9, Infinity],
    ['of predictions whose outcomes never came', 1, 16.5],
  ])('tells no silence after an end: hours %s', (_, delay, outcomesUntil) => {
    const hourly = loadConfig(
      'pane: 1h\ngrace: 1h\nhorizon: 7d\nreference: { units: 14 }\nretraining: { holdout: 7d }\n',
      'the test',
    );
    const events = story({ days: 17, rowsADay: 480, delay }).filter(
      ({ kind, time }) => kind === 'prediction' || time < BEGIN + outcomesUntil * DAY,
    );
    const { stored, came } = live(events, hourly);
    expect(askAgain(stored, policyOf(settingsOf(hourly, 'm'), hourly.loopLead))).toEqual(came);
  });

  it('with a floor that nothing reaches gives none, and says which would not have come', () => {
    const { stored, came } = live(story({ days: 28, rowsADay: 40, turnsOn: 18 }));
    const calm = loadConfig(
      'pane: 6h\nreference: { units: 14 }\nretraining: { holdout: 7d }\nalerts: { effect: { js: 1, points: 100, loss: 1000 } }\n',
      'new.yaml',
    );
    const wouldCome = askAgain(stored, policyOf(settingsOf(calm, 'm'), calm.loopLead));
    expect(came.length).toBeGreaterThan(0);
    expect(wouldCome).toEqual([]);
    expect(compareAlerts(came, wouldCome)).toEqual(came.map((alert) => ({ came: alert, wouldCome: null })));
  });
});

describe('alerts beside each other', () => {
  const alert = (id: string, firedAt: number, metric = 'errors') =>
    ({ id, firedAt, metric, version: '1', segment: '' }) as AlertRecord;

  it('are paired by their id, then by what they are about and when', () => {
    const [a, b, c] = [alert('a', 10 * DAY), alert('b', 20 * DAY), alert('c', 22 * DAY)];
    const other = alert('d', 21 * DAY, 'drift:x');
    expect(compareAlerts([a, b], [c, a, other])).toEqual([
      { came: a, wouldCome: a },
      { came: b, wouldCome: c },
      { came: null, wouldCome: other },
    ]);
  });

  it('are each in one pair, whatever there is', () => {
    const some = fc.uniqueArray(
      fc.record({
        id: fc.string({ maxLength: 3 }),
        day: fc.nat(60),
        metric: fc.constantFrom('errors', 'drift:x'),
      }),
      { maxLength: 8, selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(some, some, (left, right) => {
        const [came, would] = [left, right].map((list) =>
          list.map(({ id, day, metric }) => alert(id, day * DAY, metric)),
        );
        const pairs = compareAlerts(came as AlertRecord[], would as AlertRecord[]);
        const ids = (list: readonly (AlertRecord | null)[]) =>
          list.flatMap((one) => (one ? [one.id] : [])).sort((a, b) => (a < b ? -1 : 1));
        expect(ids(pairs.map((pair) => pair.came))).toEqual(ids(came as AlertRecord[]));
        expect(ids(pairs.map((pair) => pair.wouldCome))).toEqual(ids(would as AlertRecord[]));
      }),
    );
  });
});
