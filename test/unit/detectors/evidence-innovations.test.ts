/** The evidence where units are ranked by what they add to the unit before them. */
import { describe, expect, it } from 'vitest';
import {
  afterAlarm,
  calibrate,
  createEvidence,
  type EvidencePane,
  observe,
  verdict,
} from '../../../detectors/evidence.js';
import { DAY, MONDAY, moments, panesOf, type Story } from '../../support/synthetic-panes.js';
import { unitEValues } from '../../../detectors/unit-e-values.js';
import { autoregression } from '../../support/autoregression.js';

const days = autoregression({ seed: 5, days: 63, carry: 0.7, spread: 0.05, mean: 0.25 });
const story = { seed: 1, rate: (day: number) => days[day] ?? 0 };
const reference = panesOf({ ...story, days: 42 });
const calibration = calibrate(reference, { innovations: true });
const live = (changed: Partial<Story> = {}): EvidencePane[] =>
  panesOf({ ...story, days: 21, firstDay: 42, ...changed });

/** Rank p-values of every stream and scale after each day. */
function pOfDays(panes: readonly EvidencePane[], upTo = Infinity): (readonly (number | null)[])[] {
  const state = createEvidence(calibration);
  const found: (readonly (number | null)[])[] = [];
  let last: number | null = null;
  for (const pane of panes) {
    if (pane.start >= MONDAY + upTo * DAY) break;
    const day = Math.floor(pane.start / DAY);
    if (last !== null && day > last) found.push(unitEValues(calibration, state).p);
    last = day;
    observe(calibration, state, pane);
  }
  found.push(unitEValues(calibration, state).p);
  return found;
}

describe('innovations', () => {
  it('carry over where days resemble their neighbours, and only there', () => {
    const carries = new Map(
      calibration.streams.map(({ stream, scales }) => [stream, scales.map(({ carry }) => carry)]),
    );
    for (const carry of carries.get('errors') ?? []) expect(carry).toBeGreaterThan(0.4);
    for (const carry of carries.get('color') ?? []) expect(carry).toBeLessThan(0.4);
    const plain = calibrate(reference);
    expect(plain.streams.flatMap(({ scales }) => scales.map(({ carry }) => carry))).toEqual(
      plain.streams.flatMap(({ scales }) => scales.map(() => 0)),
    );
    expect(createEvidence(plain).before).toBeNull();
  });

  it('rank a second bad day as less strange than the first', () => {
    const bad = (day: number): number => (day === 50 || day === 51 ? 0.6 : (days[day] ?? 0));
    const component = calibration.streams
      .flatMap(({ stream, scales }) => scales.map(({ scale }) => ({ stream, scale })))
      .findIndex(({ stream, scale }) => stream === 'errors' && scale === DAY);
    const p = pOfDays(live({ rate: bad })).map((ofDay) => ofDay[component] ?? 1);
    expect(p[50 - 42]).toBeLessThan(0.05);
    expect(p[51 - 42]).toBeGreaterThan(p[50 - 42] ?? 1);
  });

  it('still find a change that stays', () => {
    const state = createEvidence(calibration);
    const found: number[] = [];
    for (const closed of moments(live({ rate: (day) => (days[day] ?? 0) + (day < 45 ? 0 : 0.3) }))) {
      for (const pane of closed) observe(calibration, state, pane);
      if (!verdict(calibration, state).alarm) continue;
      found.push(((closed[0]?.start ?? 0) - MONDAY) / DAY);
      afterAlarm(calibration, state);
    }
    expect(found[0]).toBeGreaterThan(45);
    expect(found[0]).toBeLessThan(54);
  });

  it('hold a unit against the one just before it: after a gap against an ordinary one', () => {
    const withGap = live().filter(({ start }) => start < MONDAY + 49 * DAY || start >= MONDAY + 50 * DAY);
    const afterGap = pOfDays(withGap, 51).at(-1);
    const alone = pOfDays(
      live().filter(({ start }) => start >= MONDAY + 50 * DAY),
      51,
    ).at(-1);
    expect(afterGap).toEqual(alone);
    expect(afterGap).not.toEqual(pOfDays(live(), 51).at(-1));
  });

  it('hold the unit after an alarm against the whole unit of the alarm', () => {
    const panes = live();
    const [undisturbed, alarmed] = [createEvidence(calibration), createEvidence(calibration)];
    for (const closed of moments(panes)) {
      const [first] = closed;
      if (!first || first.start >= MONDAY + 51 * DAY) break;
      for (const pane of closed) {
        observe(calibration, undisturbed, pane);
        observe(calibration, alarmed, pane);
      }
      // in the middle of a day
      if (first.start === MONDAY + 49 * DAY + DAY / 4) afterAlarm(calibration, alarmed);
      if (first.start <= MONDAY + 50 * DAY) continue;
      expect(unitEValues(calibration, alarmed).p).toEqual(unitEValues(calibration, undisturbed).p);
    }
    expect(alarmed.spent).toBe((MONDAY + 49 * DAY) / DAY);
  });

  it('are asked for by name', () => {
    expect(() => calibrate(reference, { caution: 0.5 })).toThrow(/caution is 0.5: give a factor/);
    expect(() => calibrate(reference, { caution: Number.NaN })).toThrow(/caution is NaN/);
    const cautious = calibrate(reference, { caution: 3 });
    expect(verdict(cautious, createEvidence(cautious)).threshold).toBe(600);
  });
});
