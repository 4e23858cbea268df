import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../detectors/random.js';
import { engineSettings } from '../../../src/backtest/backtest.js';
import { runThrough } from '../../../src/backtest/engine.js';
import { OwnAnswers } from '../../../src/backtest/own-answers.js';
import { loadConfig } from '../../../src/config/load-config.js';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import type { AlertRecord } from '../../../src/records/feed.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday. */
const BEGIN = Date.UTC(2024, 0, 1);
const LAST = 42;
/** Of a weekly model: six weeks of reference, and as many after them. */
const WEEKS = 12;

/** What a night is like: its rows, when the first of them comes, and whether they mean what they meant. */
interface Night {
  readonly rows: number;
  readonly hour: number;
  /** Outcomes are the opposite of what they would have been. */
  readonly isTurned: boolean;
}

/** A model that scores its customers in an hour of each night. */
function events(
  nightOf: (day: number) => Partial<Night>,
  seed = 1,
  { last = LAST, versionOf = () => '1' }: { last?: number; versionOf?: (day: number) => string } = {},
): (Prediction | Outcome)[] {
  const random = seededRandom(seed);
  const all: (Prediction | Outcome)[] = [];
  for (let day = 0; day < last; day++) {
    const usual = { rows: 140 + Math.floor(30 * random()), hour: 2, isTurned: false };
    const { rows, hour, isTurned } = { ...usual, ...nightOf(day) };
    for (let i = 0; i < rows; i++) {
      const id = `d${day}-${i}`;
      const time = BEGIN + day * DAY + Math.floor((hour + i / rows) * HOUR);
      const x = Math.floor(random() * 8);
      const score = 0.05 + 0.9 * (x / 7);
      all.push(
        {
          kind: 'prediction',
          id,
          model: 'm',
          version: versionOf(day),
          time,
          features: { x },
          answer: { task: 'binary', label: score >= 0.5 ? 1 : 0, score },
          latencyMs: 5 + x,
        },
        {
          kind: 'outcome',
          id,
          model: 'm',
          time: time + 7 * HOUR,
          outcome: random() < score !== isTurned ? 1 : 0,
        },
      );
    }
  }
  return all.sort((a, b) => a.time - b.time);
}

function alertsOf(cadence: string, all: readonly (Prediction | Outcome)[], units = 28): AlertRecord[] {
  const config = loadConfig(
    `pane: 1h\ngrace: 1h\nhorizon: 2d\nreference: { units: ${units} }\ncadence: ${cadence}`,
    'the test',
  );
  const alerts: AlertRecord[] = [];
  const answers = new OwnAnswers(() => undefined);
  runThrough(all, engineSettings(config), {
    onRecord: (record) => {
      answers.take(record);
      if (record.topic === 'alerts')
        alerts.push(JSON.parse((record.value as Buffer).toString('utf8')) as AlertRecord);
    },
    answer: (request) => answers.answer(request),
  });
  return alerts;
}

const traffic = (alerts: readonly AlertRecord[]) =>
  alerts.filter(({ metric }) => metric === 'volume' || metric === 'latency');
const day = (n: number, hour = 0) => BEGIN + n * DAY + hour * HOUR;

describe('a model that is asked in nightly batches', () => {
  it('may come five hours late: nothing is missing before the night is over', () => {
    const late = events((n) => (n === 36 ? { hour: 7 } : {}));
    expect(traffic(alertsOf('continuous', late)).length).toBeGreaterThan(0);
    expect(traffic(alertsOf('nightly', late))).toEqual([]);
  });

  it.each([2, 22])(
    "is missed, from %d o'clock on, once the night is over, and back with the next one",
    (hour) => {
      const alerts = traffic(
        alertsOf(
          'nightly',
          events((n) => (n === 36 ? { rows: 0 } : { hour })),
        ),
      );
      const [fired, over, ...more] = alerts;
      expect(more).toEqual([]);
      expect(fired).toMatchObject({
        metric: 'volume',
        change: 'traffic',
        state: 'firing',
        detectors: ['nights'],
      });
      expect(fired!.firedAt).toBeGreaterThan(day(36, hour));
      expect(fired!.firedAt).toBeLessThanOrEqual(day(37, hour));
      expect(fired!.why).toMatch(
        /^No predictions came in the night from .*; about 1\d\d a night before on such a day\.$/,
      );
      expect(over).toMatchObject({ id: fired!.id, state: 'resolved', resolvedAt: fired!.firedAt + DAY });
    },
  );

  it('is told of when it brings a fifth of its rows, and not of what nights differ by anyway', () => {
    expect(
      traffic(
        alertsOf(
          'nightly',
          events(() => ({}), 3),
        ),
      ),
    ).toEqual([]);
    const [fired] = traffic(
      alertsOf(
        'nightly',
        events((n) => (n === 36 ? { rows: 30 } : {})),
      ),
    );
    expect(fired?.effect).toMatchObject({ name: 'factor', now: expect.closeTo(30, 6) as number });
    expect(fired?.why).toMatch(/^30 predictions came in the night from /);
  });

  it('rests at weekends, if it always has', () => {
    const rests = (n: number) => (n % 7 >= 5 ? { rows: 0 } : {});
    expect(traffic(alertsOf('nightly', events(rests)))).toEqual([]);
  });

  it('is not missed when its application asks another version', () => {
    const versionOf = (n: number) => (n < 36 ? '1' : '2');
    expect(
      traffic(
        alertsOf(
          'nightly',
          events(() => ({}), 1, { versionOf }),
        ),
      ),
    ).toEqual([]);
  });
});

/** A model that scores its customers on one night of each week. */
const weekly = (batchOf: (week: number) => Partial<Night> & { later?: number }, weeks = WEEKS) =>
  events(
    (n) => {
      const [week, weekday] = [Math.floor(n / 7), n % 7];
      const { later = 0, ...batch } = batchOf(week);
      return weekday === 1 + later ? batch : { rows: 0 };
    },
    1,
    { last: 7 * weeks },
  );

describe('a model that is asked in weekly batches', () => {
  it('is watched from six batches on, and quiet while they come, be it two days late', () => {
    expect(
      alertsOf(
        'weekly',
        weekly((week) => (week === 9 ? { later: 2 } : {})),
        42,
      ),
    ).toEqual([]);
  });

  it('is missed when the week is over, and back with the next batch', () => {
    const missing = weekly((week) => (week === 9 ? { rows: 0 } : {}));
    const [fired, over, ...more] = alertsOf('weekly', missing, 42);
    expect(more).toEqual([]);
    expect(fired).toMatchObject({
      metric: 'volume',
      change: 'traffic',
      state: 'firing',
      detectors: ['weeks'],
      severity: 'severe',
      onsetWithin: 7 * DAY,
    });
    expect(fired!.firedAt).toBeGreaterThan(day(9 * 7 + 2));
    expect(fired!.firedAt).toBeLessThan(day(10 * 7 + 1));
    expect(fired!.why).toMatch(/^No predictions came in the week from .*; about 1\d\d a week before\.$/);
    expect(over).toMatchObject({ id: fired!.id, state: 'resolved', resolvedAt: fired!.firedAt + 7 * DAY });
  });

  it('is told of when it brings a fifth of its rows for two weeks', () => {
    const [fired] = alertsOf(
      'weekly',
      weekly((week) => (week >= 8 ? { rows: 30 } : {})),
      42,
    );
    expect(fired?.why).toMatch(/^30 predictions came in the week from /);
  });

  it('is held against a reference of fourteen batches in all else, too', () => {
    const units = 14 * 7;
    expect(
      alertsOf(
        'weekly',
        weekly(() => ({}), 28),
        units,
      ),
    ).toEqual([]);
    const turned = weekly((week) => ({ isTurned: week >= 18 }), 30);
    const [errors, ...more] = alertsOf('weekly', turned, units);
    expect(more).toEqual([]);
    expect(errors).toMatchObject({ metric: 'errors', change: 'concept', onset: day(18 * 7 + 1) });
    expect(errors!.firedAt).toBeLessThanOrEqual(day(20 * 7 + 2));
  });
});
