import { beforeAll, describe, expect, it } from 'vitest';
import { makeOwnReference } from '../../../consumers/trainer/own-reference.js';
import type { EventLog } from '../../../src/log/port.js';
import type { ReferenceRequestRecord, StatusRecord } from '../../../src/records/feed.js';
import { answerTo, begin, inForce, inTurn, Life, logOf, type Beginning } from './life.js';
import {
  BEGIN,
  DAY,
  MODEL,
  policy,
  Profilers,
  REFERENCE_UNITS,
  rowsOf,
  settings,
  USUAL,
  type Weather,
} from './world.js';

/** The model's own version 0, and nobody trains anything. */
const quiet = { retraining: { ...policy.retraining, enabled: false } };
const COMPLETE = BEGIN + (1 + REFERENCE_UNITS) * DAY;

interface Watched {
  readonly profilers: Profilers;
  readonly request: ReferenceRequestRecord;
  readonly statuses: readonly StatusRecord[];
  readonly snapshot: Uint8Array;
}

const requestsOf = (life: Life) =>
  life.said
    .of('retraining')
    .filter((record): record is never => (record as { kind: string }).kind === 'reference-request')
    .map((record) => record as ReferenceRequestRecord);

let watched: Watched;
beforeAll(async () => {
  const profilers = new Profilers();
  const until = inForce(REFERENCE_UNITS);
  const rows = rowsOf({ from: BEGIN, to: until, version: '0', segmented: true });
  const life = new Life(settings(quiet));
  life.feed(inTurn(profilers.frames(rows, until)));
  const [request, ...more] = requestsOf(life);
  if (!request || more.length > 0) throw new Error('not one request');
  const reference = await makeOwnReference(logOf(life.said) as EventLog, request, 0);
  life.step([{ v: 1, kind: 'reference', model: MODEL, reference, effectiveFrom: request.effectiveFrom }]);
  const statuses = life.said
    .of('metrics')
    .filter((record): record is never => (record as { kind: string }).kind === 'status')
    .map((record) => record as StatusRecord);
  watched = { profilers, request, statuses, snapshot: life.snapshot() };
});

function live(days: number, weather: (day: number) => Weather, versionOf: (day: number) => string): Life {
  const life = new Life(settings(quiet), watched.snapshot);
  const from = watched.request.effectiveFrom;
  const rows = Array.from({ length: days }, (_, day) =>
    rowsOf({
      from: from + day * DAY,
      to: from + (day + 1) * DAY,
      version: versionOf(day),
      weather,
      segmented: true,
    }),
  ).flat();
  const until = from + days * DAY;
  life.feed(inTurn(new Profilers(watched.profilers).frames(rows, until + DAY, { end: true })));
  return life;
}

describe('a version that its application put into service', () => {
  it('gets a reference of its own panes, asked for at the end of the unit that completes it', () => {
    expect(watched.request).toMatchObject({
      version: '0',
      from: BEGIN + DAY,
      to: COMPLETE,
      requestedAt: COMPLETE,
      effectiveFrom: COMPLETE + DAY,
    });
  });

  it('is awaited from when it is asked for until it comes: a replay does not go past its beginning meanwhile', () => {
    const { id, effectiveFrom } = watched.request;
    const told = watched.statuses.map(({ awaited }) => JSON.stringify(awaited));
    expect([...new Set(told)]).toEqual(['[]', JSON.stringify([{ id, effectiveFrom }])]);
    expect(told.at(-1)).toBe('[]');
    expect(told.at(-2)).not.toBe('[]');
  });

  it('is watched against it, and raises nothing while the world stays as it was', () => {
    const life = live(
      20,
      () => USUAL,
      () => '0',
    );
    expect(life.said.alerts).toEqual([]);
    expect(requestsOf(life)).toEqual([]);
    expect(life.said.status).toMatchObject({ version: '0', readiness: 'data watched; performance watched' });
  });

  it('raises an alert when the world contradicts it, and names the relation as what has changed', () => {
    const [alert] = live(
      14,
      (day) => (day >= 50 ? { ...USUAL, wrong: 0.5 } : USUAL),
      () => '0',
    ).said.alerts;
    expect(alert).toMatchObject({ version: '0', track: 'performance', change: 'concept', segment: '' });
    expect(alert?.incident).toBe(alert?.id);
  });

  it('raises an alert when its inputs go where they never were, and names them', () => {
    const { alerts } = live(
      14,
      (day) => (day >= 50 ? { ...USUAL, inputs: [1, 1, 1, 1, 8] } : USUAL),
      () => '0',
    ).said;
    // The scorer takes longer over larger inputs: that is told, too, and belongs to the same incident.
    expect(alerts.find(({ metric }) => metric === 'drift:x')).toMatchObject({
      track: 'data',
      change: 'data',
    });
    expect(alerts.find(({ metric }) => metric === 'latency')).toMatchObject({ change: 'quality' });
    expect(new Set(alerts.map(({ incident }) => incident)).size).toBe(1);
  });

  it('keeps being watched when a promotion comes that its application does not obey', async () => {
    const other: Beginning = await begin();
    const life = new Life(settings(quiet), watched.snapshot);
    life.step(answerTo(other.request, '7', other.reference));
    const from = watched.request.effectiveFrom;
    const rows = rowsOf({
      from,
      to: from + 14 * DAY,
      version: '0',
      segmented: true,
      weather: (day) => (day >= 50 ? { ...USUAL, wrong: 0.5 } : USUAL),
    });
    life.feed(inTurn(new Profilers(watched.profilers).frames(rows, from + 15 * DAY, { end: true })));
    expect(life.said.alerts.map(({ version }) => version)).toEqual(['0']);
    expect(life.said.status.version).toBe('0');
  });
});

describe('a version that follows it', () => {
  it("is held against its predecessor's reference at once, its answers left out, and says so", () => {
    const life = live(
      14,
      (day) => (day >= 50 ? { ...USUAL, wrong: 0.5 } : USUAL),
      (day) => (day >= 2 ? '0b' : '0'),
    );
    expect(life.said.alerts.map(({ version, track }) => [version, track])).toEqual([['0b', 'performance']]);
    expect(life.said.status.readiness).toMatch(/held against the version before/);
  });

  it('asks for its own once it has served as long as a reference takes', () => {
    const life = live(
      REFERENCE_UNITS + 4,
      () => USUAL,
      (day) => (day >= 2 ? '0b' : '0'),
    );
    expect(requestsOf(life)).toMatchObject([
      { version: '0b', from: watched.request.effectiveFrom + 2 * DAY, minUnits: REFERENCE_UNITS },
    ]);
  });
});

describe('maintenance', () => {
  it('is no evidence, and fires nothing', () => {
    const from = watched.request.effectiveFrom;
    const window = { from: from + 2 * DAY, to: from + 12 * DAY, every: null };
    const life = new Life(settings({ ...quiet, quiet: [window] }), watched.snapshot);
    const rows = rowsOf({
      from,
      to: from + 14 * DAY,
      version: '0',
      segmented: true,
      weather: (day) => (day >= 46 && day < 56 ? { ...USUAL, wrong: 0.5 } : USUAL),
    });
    life.feed(inTurn(new Profilers(watched.profilers).frames(rows, from + 15 * DAY, { end: true })));
    expect(life.said.alerts).toEqual([]);
  });
});
