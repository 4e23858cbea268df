/** A model whose weekdays cannot be compared with each other: its evidence is counted in weeks. */
import { beforeAll, describe, expect, it } from 'vitest';
import { DAY, shop, type Change, type Row } from './shop.js';
import { Watched } from './watched.js';

const WEEKS = 20;
const TEXT = `
pane: 6h
grace: 1h
season: week
reference: { units: ${7 * WEEKS} }
retraining: { enabled: false, holdout: 7d }`;
const BEGIN = Date.UTC(2024, 0, 1);
/** A Monday: the reference was complete a week before, and in force a day after that. */
const WATCHED_FROM = 7 * (WEEKS + 1);
const TIMES = 0.1;

/** By weekday from Monday: how much larger amounts are, and how often the outcome contradicts the score. */
const AMOUNT = [0.9, 0, 0.5, -0.5, 0.2, 1.4, -1.2];
const CONTRADICTED = [0.02, 0.1, 0.02, 0.06, 0.02, 0.2, 0.3];

function rhythm(row: Row, luck: number): Row {
  const day = Math.floor((row.time - BEGIN) / DAY) % 7;
  return {
    ...row,
    features: {
      colour: row.features['colour'] as string,
      fee: row.features['fee'] as number,
      amount: (row.features['amount'] as number) * Math.exp(AMOUNT[day] as number),
    },
    outcome: luck < (CONTRADICTED[day] as number) ? ((1 - row.outcome) as 0 | 1) : row.outcome,
  };
}

const usual: Change = (row, random) => rhythm(row, random());

let beginning: Watched;
beforeAll(() => {
  beginning = new Watched(undefined, TEXT).feed(shop(0, WATCHED_FROM, usual, TIMES));
});

const live = (weeks: number, change: Change) =>
  new Watched(beginning).feed(shop(WATCHED_FROM, WATCHED_FROM + 7 * weeks, change, TIMES));

describe('evidence in weeks', () => {
  it('is ready after twenty whole weeks, and says until then when it will be', () => {
    const young = new Watched(undefined, TEXT).feed(shop(0, 40, usual, 0.02));
    expect(young.status?.readiness).toBe(
      'collecting a reference: 5 of 20 weeks; verdicts from about 2024-05-20',
    );
    expect(beginning.status?.readiness).toMatch(/^data watched.*performance watched/);
  });

  it('raises nothing in twelve weeks in which nothing happens, however unlike their days are', () => {
    const { alerts } = live(12, usual);
    expect(alerts.map(({ metric }) => metric)).toEqual([]);
  });

  it('finds an input that has moved, within five weeks', () => {
    const { alerts } = live(5, (row, random) => {
      const own = rhythm(row, random());
      return { ...own, features: { ...own.features, amount: (own.features['amount'] as number) * 1.6 } };
    });
    const alert = alerts.find(({ metric }) => metric === 'drift:amount');
    expect(alert?.detectors).toEqual(['conformal-e']);
    expect((alert?.firedAt ?? Infinity) - (BEGIN + WATCHED_FROM * DAY)).toBeLessThanOrEqual(35 * DAY);
    // Within a week: it begins on a Monday.
    expect(new Date(alert?.onset ?? 0).getUTCDay()).toBe(1);
    expect(alert?.onsetWithin).toBe(7 * DAY);
  });

  it('finds a relation that has changed', () => {
    const { alerts } = live(5, (row, random) => {
      const own = rhythm(row, random());
      return random() < 0.2 ? { ...own, outcome: (1 - own.outcome) as 0 | 1 } : own;
    });
    expect(alerts.map(({ change }) => change)).toContain('concept');
  });
});
