/** References of days that begin at another hour than the file says, and evidence in units that it says no more. */
import { beforeAll, describe, expect, it } from 'vitest';
import { makeOwnReference } from '../../../consumers/trainer/own-reference.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { settingsOf } from '../../../src/config/model-settings.js';
import { policyTextOf } from '../../../src/config/policy-text.js';
import type { EventLog } from '../../../src/log/port.js';
import type { Policy } from '../../../src/policy/policy.js';
import { WEEK } from '../../../src/policy/units.js';
import type { ReferenceRequestRecord } from '../../../src/records/feed.js';
import type { ProfileRecord } from '../../../src/records/profile.js';
import { begin, inTurn, Life, logOf, type Beginning } from './life.js';
import { BEGIN, DAY, HOUR, MODEL, policy, Profilers, rowsOf, settings } from './world.js';

const UNITS = 14;
const AHEAD = 6 * HOUR;
const trained = { retraining: { ...policy.retraining, rangeUnits: UNITS } };
const alone = { retraining: { ...trained.retraining, enabled: false } };
const inZone = { zoneOffset: AHEAD };

/** A life that goes on from a snapshot under another file, for so many days. */
function goOn(
  snapshot: Uint8Array,
  profilers: Profilers,
  changes: Partial<Policy>,
  { from, days, version }: { from: number; days: number; version: string },
): Life {
  const life = new Life(settings(changes), snapshot);
  const to = from + days * DAY;
  life.feed(inTurn(profilers.frames(rowsOf({ from, to, version }), to)));
  return life;
}

const ownRequests = (life: Life) =>
  life.said
    .of('retraining')
    .filter((record) => record.kind !== 'retraining') as never as ReferenceRequestRecord[];

describe('a trained version', () => {
  let beginning: Beginning;
  beforeAll(async () => {
    beginning = await begin(trained);
  });

  it('is not held against a reference of other days, and its status says what to do', () => {
    const { effectiveFrom: from, answered, profilers } = beginning;
    const life = goOn(
      answered,
      new Profilers(profilers),
      { ...trained, ...inZone },
      { from, days: 2, version: '1' },
    );
    expect(life.state.models.get(MODEL)?.versions.get('1')?.watch).toBeNull();
    expect(life.said.status.readiness).toBe(
      'not watched: its reference is of days that begin at midnight UTC+00:00, and those of the file begin at midnight ' +
        'UTC+06:00: retrain it to get another',
    );
  });

  it('is refused such a reference also when it comes with the promotion', async () => {
    const { answered, reference, request } = await begin(trained);
    const life = new Life(settings({ ...trained, ...inZone }), answered);
    const record: ProfileRecord = { v: 1, kind: 'reference', model: MODEL, reference };
    life.step([record]);
    life.step([
      {
        v: 1,
        kind: 'model-change',
        model: MODEL,
        change: { ...promotedAs(request.id, reference.id), version: '2' },
      },
    ]);
    expect(life.state.models.get(MODEL)?.versions.get('2')).toMatchObject({
      watch: null,
      refused: { zoneOffset: 0 },
    });
  });

  it('has a reference whose days begin at the midnight of the zone that asked for it', async () => {
    const { request, reference } = await begin({ ...trained, zoneOffset: -AHEAD });
    expect(request).toMatchObject({ zoneOffset: -AHEAD });
    expect((request.to - AHEAD) % DAY).toBe(0);
    expect(reference.zoneOffset).toBe(-AHEAD);
    const days = reference.data.filter(({ scale }) => scale === DAY);
    expect(days.length).toBeGreaterThan(0);
    expect(days.every(({ start }) => (start - AHEAD) % DAY === 0)).toBe(true);
  });

  it('begins its evidence anew when the file counts in weeks, and needs twenty of them', () => {
    const { effectiveFrom: from, answered, profilers } = beginning;
    const weeks = { unit: WEEK, retraining: { ...trained.retraining, rangeUnits: 20 } };
    const life = goOn(answered, new Profilers(profilers), weeks, { from, days: 2, version: '1' });
    expect(life.state.models.get(MODEL)?.versions.get('1')?.watch?.unit).toBe(WEEK);
    expect(life.said.status.readiness).toContain('data not ready');
    expect(life.said.status.readiness).toContain('1 of 20 units in the reference');
  });
});

describe('a version that its application put into service', () => {
  it('gets another reference from its own panes, of days that begin where the file says', async () => {
    const profilers = new Profilers();
    const complete = BEGIN + (1 + UNITS + 1) * DAY;
    const first = new Life(settings(alone));
    first.feed(inTurn(profilers.frames(rowsOf({ from: BEGIN, to: complete, version: '0' }), complete)));
    const [asked] = ownRequests(first);
    if (!asked) throw new Error(`nothing was asked for: ${first.said.status.readiness}`);
    const reference = await makeOwnReference(logOf(first.said) as EventLog, asked, 0);
    const { effectiveFrom } = asked;
    first.step([{ v: 1, kind: 'reference', model: MODEL, reference, effectiveFrom }]);
    expect(first.said.status.readiness).toMatch(/^data watched/);

    const changes = { ...alone, ...inZone };
    const life = goOn(first.snapshot(), profilers, changes, { from: complete, days: 2, version: '0' });
    expect(life.said.status.readiness).toContain('it gets another from its own panes');
    const [again, ...more] = ownRequests(life);
    expect(more).toEqual([]);
    expect(again).toMatchObject({ version: '0', zoneOffset: AHEAD });
    expect((again as ReferenceRequestRecord).from).toBeGreaterThanOrEqual(BEGIN);

    const both = new Life(settings(changes)).said;
    both.add(first.said.records);
    both.add(life.said.records);
    const other = await makeOwnReference(logOf(both) as EventLog, again as ReferenceRequestRecord, 0);
    expect(other.zoneOffset).toBe(AHEAD);
    life.step([
      {
        v: 1,
        kind: 'reference',
        model: MODEL,
        reference: other,
        effectiveFrom: (again as ReferenceRequestRecord).effectiveFrom,
      },
    ]);
    expect(life.said.status.readiness).toMatch(/^data watched/);
  });
});

describe('a policy with another zone', () => {
  it('moves the hours of maintenance, and no unit', async () => {
    const { effectiveFrom: from, answered, profilers } = await begin(trained);
    const text = policyTextOf(
      settingsOf(
        loadConfig('timeZone: Asia/Tokyo\nalerts: { maintenance: [{ every: mon 00:00-01:00 }] }', 'p.yaml'),
      ),
    );
    const life = new Life(settings(trained), answered);
    const command = { v: 1, kind: 'command', id: 'c', model: MODEL, by: 'ada', at: 1 } as const;
    life.step([
      {
        v: 1,
        kind: 'command',
        model: MODEL,
        command: { ...command, action: 'policy', settings: text, source: 'person' },
      },
    ]);
    const to = from + 3 * DAY;
    life.feed(inTurn(new Profilers(profilers).frames(rowsOf({ from, to, version: '1' }), to)));
    const days = life.said.metrics.filter(({ resolution }) => resolution === '24h');
    expect(days.length).toBeGreaterThan(0);
    expect(days.every(({ start }) => start % DAY === 0)).toBe(true);
    expect(life.state.models.get(MODEL)?.versions.get('1')?.watch).not.toBeNull();
    const [{ policy: own } = { policy: null }] = life.state.models.get(MODEL)?.policies.slice(-1) ?? [];
    expect(own?.decided.quiet).toEqual([
      { from: 4 * DAY - 9 * HOUR, to: 4 * DAY - 8 * HOUR, every: 7 * DAY },
    ]);
  });
});

function promotedAs(request: string, reference: string) {
  return {
    v: 1,
    kind: 'model',
    model: MODEL,
    task: 'binary',
    version: '1',
    request,
    champion: '1',
    promoted: true,
    why: 'because',
    effectiveFrom: BEGIN + 30 * DAY,
    trainedOn: { from: 0, to: 1, rows: 1 },
    backend: '',
    proof: null,
    artifact: null,
    reference,
  } as const;
}
