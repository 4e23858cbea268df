/** A zone moves where units begin and nothing else: the same rows so many hours earlier say the same so many hours earlier. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { AlertRecord, MetricsRecord } from '../../../src/records/feed.js';
import { DAY, HOUR, shop, type Change } from './shop.js';
import { Watched } from './watched.js';

const BROKEN_FROM = 36;
const DAYS = 45;

/** From a day on the relation turns for one colour, amounts rise and, a week later, a feature goes missing. */
const changed: Change = (row) => {
  const day = (row.time - Date.UTC(2024, 0, 1)) / DAY;
  const { amount, colour, gone } = row.features;
  if (day < BROKEN_FROM)
    return { ...row, features: { amount: amount ?? null, colour: colour ?? null, gone: gone ?? null } };
  return {
    ...row,
    outcome: colour === 'red' ? ((1 - row.outcome) as 0 | 1) : row.outcome,
    features: {
      amount: (amount as number) * 1.9,
      colour: colour ?? null,
      gone: day < BROKEN_FROM + 7.3 ? (gone ?? null) : null,
    },
  };
};

const textOf = (zone: string) => `
pane: 30m
grace: 1h
timeZone: ${zone}
reference: { units: 28 }
retraining: { enabled: false, holdout: 7d }
alerts: { maintenance: [{ every: "sat 03:00-04:00" }] }`;

/** A life in a zone, of the same rows as they would be in UTC, by the clock of the zone. */
function lifeIn(zone: string, ahead: number): Watched {
  const events = shop(0, DAYS, changed, 0.25).map((event) => ({ ...event, time: event.time - ahead }));
  return new Watched(undefined, textOf(zone)).feed(events);
}

/** What an alert says, by the clock of the zone; ids are made of times, and minutes are told in UTC. */
function saidOf({ firedAt, onset, why, ...alert }: AlertRecord, ahead: number) {
  const { metric, change, track, segment, severity, detectors, onsetWithin, effect, evidence, causes } =
    alert;
  return {
    alert: { metric, change, track, segment, severity, detectors, onsetWithin, effect, evidence, causes },
    firedAt: firedAt + ahead,
    onset: onset + ahead,
    sentence: detectors[0] === 'conformal-e' ? why : null,
  };
}

function daysOf({ metrics }: Watched, ahead: number): Partial<MetricsRecord>[] {
  return metrics
    .filter(({ resolution }) => resolution === '24h' || resolution === '6h')
    .map((record) => ({ ...record, start: record.start + ahead, end: record.end + ahead }));
}

/** On both sides of UTC; the hours of the second begin in the middle of those of UTC. */
const ZONES = [
  ['America/Los_Angeles', -8 * HOUR],
  ['Asia/Kolkata', 5.5 * HOUR],
] as const;

let here: Watched;
beforeAll(() => {
  here = lifeIn('UTC', 0);
});

describe.each(ZONES)('days that begin at midnight in %s', (zone, ahead) => {
  let there: Watched;
  beforeAll(() => {
    there = lifeIn(zone, ahead);
  });

  it('lead to the verdicts of the same rows in UTC', () => {
    expect(here.alerts.map(({ detectors }) => detectors[0])).toEqual(
      expect.arrayContaining(['conformal-e', 'fast']),
    );
    expect(there.alerts.map((alert) => saidOf(alert, ahead))).toEqual(
      here.alerts.map((alert) => saidOf(alert, 0)),
    );
  });

  it('lead to the same days, six hours and books', () => {
    expect(daysOf(there, ahead)).toEqual(daysOf(here, 0));
    expect(there.status?.books).toEqual(here.status?.books);
    expect(there.status?.readiness).toBe(here.status?.readiness);
    const starts = there.metrics.filter(({ resolution }) => resolution === '24h').map(({ start }) => start);
    expect(starts.length).toBeGreaterThan(DAYS);
    expect(starts.every((start) => (start + ahead) % DAY === 0)).toBe(true);
  });
});
