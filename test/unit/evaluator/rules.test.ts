import { beforeAll, describe, expect, it } from 'vitest';
import type { QualityRules } from '../../../src/policy/quality-rules.js';
import { begin, inForce, inTurn, Life, live, type Beginning } from './life.js';
import {
  BEGIN,
  DAY,
  PANE,
  Profilers,
  REFERENCE_UNITS,
  rowsOf,
  settings,
  USUAL,
  type Weather,
} from './world.js';

const IN_FORCE = inForce(REFERENCE_UNITS);
const BREAK = IN_FORCE + 4 * DAY;
const END = IN_FORCE + 9 * DAY;
/** For five days half of the rows have x = 9, which the rule does not allow. */
const weather = (day: number): Weather => {
  const time = BEGIN + day * DAY;
  return time >= BREAK && time < END ? { ...USUAL, inputs: [1, 1, 1, 1, 4] } : USUAL;
};
const RULES: QualityRules = { x: { min: 1, max: 4 } };

let beginning: Beginning;
beforeAll(async () => {
  beginning = await begin({ quality: RULES });
});

const ruled = (life: Life) => life.said.alerts.filter(({ detectors }) => detectors[0] === 'rule');

describe("people's rules", () => {
  it('are told as quality, in the words of the rule, once, and over when the feature keeps to it again', () => {
    const life = live(beginning, 20, { weather }, { changes: { quality: RULES } });
    const [fired, over, ...more] = ruled(life);
    expect(more).toEqual([]);
    expect(fired).toMatchObject({
      metric: 'quality:x',
      change: 'quality',
      severity: 'severe',
      state: 'firing',
      reference: '',
    });
    expect(fired!.why).toMatch(
      /^x is outside of 1 to 4 in \d\d\.\d% of its values, 3\.0% may be, since about \d{4}-\d\d-\d\d \d\d:\d\d\. /,
    );
    expect(Math.abs(fired!.onset - BREAK)).toBeLessThanOrEqual(PANE);
    expect(fired!.firedAt).toBeLessThanOrEqual(BREAK + 3 * PANE);
    expect(over).toMatchObject({ id: fired!.id, state: 'resolved' });
    expect(over!.resolvedAt).toBeGreaterThan(END);
    expect(over!.resolvedAt).toBeLessThanOrEqual(END + 14 * PANE);
    // What the rule says of a feature is not told a second time as its drift.
    expect(life.said.alerts.filter(({ metric }) => metric === 'drift:x' || metric === 'faulty:x')).toEqual(
      [],
    );
  });

  it('need no reference, and a feature that never comes is missing', () => {
    const quality = { colour: { values: ['red', 'green'] }, age: { missing: 0.2 }, x: { missing: 0.2 } };
    const life = new Life(settings({ quality }));
    const to = BEGIN + 4 * DAY;
    life.feed(inTurn(new Profilers().frames(rowsOf({ from: BEGIN, to, version: '0' }), to, { end: true })));
    expect(ruled(life).map(({ metric, why }) => [metric, why.replace(/ in .*/, '')])).toEqual([
      ['missing:age', 'age is missing'],
      ['quality:colour', 'colour is none of red, green'],
    ]);
    expect(ruled(life)[1]?.why).toContain('(such as "blue")');
    const [pane] = life.said.metrics.filter(
      ({ side, features }) => side === 'prediction' && features?.['age'],
    );
    expect(pane?.features).toMatchObject({ age: { missing: 1 }, x: { missing: 0 } });
    expect(pane?.features?.['colour']?.['outside']).toBeGreaterThanOrEqual(0);
  });

  it('tell nothing of a feature that keeps to them, nor in maintenance', () => {
    expect(ruled(live(beginning, 20, {}, { changes: { quality: RULES } }))).toEqual([]);
    const quiet = [{ from: BREAK, to: END, every: null }];
    expect(ruled(live(beginning, 20, { weather }, { changes: { quality: RULES, quiet } }))).toEqual([]);
  });

  it('give the same alerts whichever topic is ahead, in whatever batches, and over a restart', () => {
    const changes = { quality: RULES };
    const told = (life: Life) => ruled(life).map((alert) => ({ ...alert }));
    const abreast = told(live(beginning, 15, { weather }, { changes }));
    expect(abreast.length).toBeGreaterThan(0);
    for (const read of ['predictions-first', 'outcomes-first'] as const) {
      expect(told(live(beginning, 15, { weather }, { changes, read, batch: 7 }))).toEqual(abreast);
    }
    const life = new Life(settings(changes), beginning.answered);
    const profilers = new Profilers(beginning.profilers);
    const to = IN_FORCE + 15 * DAY;
    const rows = rowsOf({ from: IN_FORCE, to, version: '1', weather });
    const frames = inTurn(profilers.frames(rows, to + DAY, { end: true }));
    for (let i = 0; i < frames.length; i += 40) {
      life.feed(frames.slice(i, i + 40));
      life.restart();
    }
    expect(told(life)).toEqual(abreast);
  });
});
