import { describe, expect, it } from 'vitest';
import {
  afterAlarm,
  calibrate,
  type Calibration,
  createEvidence,
  type EvidencePane,
  observe,
  verdict,
} from '../../../detectors/evidence.js';
import { randomIndex, seededRandom } from '../../../detectors/random.js';
import { DAY, MONDAY, moments, panesOf, type Story } from '../../support/synthetic-panes.js';

const reference = panesOf({ seed: 1, days: 42 });
const calibration = calibrate(reference);
const live = (story: Partial<Story> = {}): EvidencePane[] =>
  panesOf({ seed: 2, days: 21, firstDay: 42, ...story });

/** Days from the begin of the live stream to each alarm, and the stream that leads it. */
function alarms(
  panes: readonly EvidencePane[],
  by: Calibration = calibration,
): [day: number, stream: string | undefined][] {
  const state = createEvidence(by);
  const found: [number, string | undefined][] = [];
  for (const closed of moments(panes)) {
    for (const pane of closed) observe(by, state, pane);
    const now = verdict(by, state);
    if (!now.alarm) continue;
    const end = (closed[0]?.start ?? 0) + (closed[0]?.scale ?? 0);
    found.push([(end - MONDAY) / DAY - 42, now.streams[0]?.stream]);
    afterAlarm(by, state);
  }
  return found;
}

describe('the evidence', () => {
  it('is silent while nothing changes', () => {
    expect(alarms(live())).toEqual([]);
  });

  it('tells a changed distribution within a week, by name', () => {
    const [first] = alarms(live({ weights: (day) => (day < 45 ? [4, 3, 2, 1] : [3, 3, 2, 2]) }));
    expect(first?.[1]).toBe('color');
    expect(first?.[0]).toBeGreaterThan(3);
    expect(first?.[0]).toBeLessThanOrEqual(9);
  });

  it('tells worse errors within a week, with their onset', () => {
    const panes = live({ rate: (day) => (day < 45 ? 0.2 : 0.28) });
    const [first] = alarms(panes);
    expect(['errors', 'loss']).toContain(first?.[1]);
    expect(first?.[0]).toBeLessThanOrEqual(9);
    const state = createEvidence(calibration);
    for (const pane of panes) if (pane.start < MONDAY + 49 * DAY) observe(calibration, state, pane);
    const errors = verdict(calibration, state).streams.find(({ stream }) => stream === 'errors');
    expect(Math.abs((errors?.onset ?? 0) - (MONDAY + 45 * DAY))).toBeLessThanOrEqual(2 * DAY);
  });

  it('does not call an improvement of errors and losses a change', () => {
    const better = live({ rate: () => 0.05 }).filter(({ stream }) => stream !== 'color');
    expect(alarms(better)).toEqual([]);
    const twoSided = calibrate(reference, { directions: { errors: 'both', loss: 'both' } });
    expect(alarms(better, twoSided)).not.toEqual([]);
  });

  it('gives the same whatever the order of the streams within a moment', () => {
    const panes = live({ rate: (day) => (day < 50 ? 0.2 : 0.25) });
    const random = seededRandom(9);
    const [one, other] = [createEvidence(calibration), createEvidence(calibration)];
    for (const closed of moments(panes)) {
      const shuffled = [...closed];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = randomIndex(random, i + 1);
        const kept = shuffled[i];
        const swapped = shuffled[j];
        if (kept && swapped) [shuffled[i], shuffled[j]] = [swapped, kept];
      }
      for (const pane of closed) observe(calibration, one, pane);
      for (const pane of shuffled) observe(calibration, other, pane);
      expect(JSON.stringify(other)).toBe(JSON.stringify(one));
      expect(verdict(calibration, other)).toEqual(verdict(calibration, one));
    }
  });

  it('goes on from snapshots of state and calibration as if nothing had happened', () => {
    const panes = live({ rate: (day) => (day < 48 ? 0.2 : 0.26) });
    const copied = JSON.parse(JSON.stringify(calibration)) as Calibration;
    const one = createEvidence(calibration);
    let other = createEvidence(copied);
    for (const pane of panes) {
      observe(calibration, one, pane);
      other = JSON.parse(JSON.stringify(other)) as typeof other;
      observe(copied, other, pane);
    }
    expect(other).toEqual(one);
    expect(verdict(copied, other)).toEqual(verdict(calibration, one));
  });

  it('is not changed by asking', () => {
    const state = createEvidence(calibration);
    for (const pane of live().slice(0, 40)) observe(calibration, state, pane);
    const before = JSON.stringify(state);
    verdict(calibration, state);
    expect(JSON.stringify(state)).toBe(before);
  });

  it('hears nothing from empty panes, unknown streams, other kinds and past units', () => {
    const state = createEvidence(calibration);
    const panes = live();
    for (const pane of panes.slice(0, 30)) observe(calibration, state, pane);
    const before = JSON.stringify(state);
    const start = MONDAY + 60 * DAY;
    observe(calibration, state, {
      kind: 'distribution',
      stream: 'color',
      scale: DAY,
      start,
      n: 0,
      counts: [],
    });
    observe(calibration, state, { kind: 'rate', stream: 'unheard', scale: DAY, start, n: 10, errors: 1 });
    observe(calibration, state, { kind: 'rate', stream: 'color', scale: DAY, start, n: 10, errors: 1 });
    observe(calibration, state, {
      kind: 'rate',
      stream: 'errors',
      scale: DAY,
      start: MONDAY,
      n: 10,
      errors: 9,
    });
    expect(JSON.stringify(state)).toBe(before);
  });

  it('survives a stream that stops: its evidence stands still, the others go on', () => {
    const panes = live({ rate: (day) => (day < 48 ? 0.2 : 0.3) }).filter(
      ({ stream, start }) => stream !== 'color' || start < MONDAY + 45 * DAY,
    );
    expect(alarms(panes)[0]?.[1]).toMatch(/errors|loss/);
  });

  it('is not alarmed by one odd day', () => {
    expect(
      alarms(
        live({
          rate: (day) => (day === 59 ? 0.9 : 0.2),
          weights: (day) => (day === 59 ? [0, 0, 0, 1] : [4, 3, 2, 1]),
        }),
      ),
    ).toEqual([]);
  });

  it('still finds a shift when the reference holds an outlier', () => {
    const odd = panesOf({ seed: 1, days: 42, rate: (day) => (day === 20 ? 0.9 : 0.2) });
    const panes = live({ rate: (day) => (day < 45 ? 0.2 : 0.32) });
    expect(alarms(panes, calibrate(odd)).length).toBeGreaterThan(0);
  });

  it('is silent on constants, whatever the size of the panes', () => {
    const constant = (day: number, n: number): EvidencePane[] => {
      const base = { scale: DAY, start: MONDAY + day * DAY, n };
      return [
        { kind: 'distribution', stream: 'fixed', ...base, counts: [n, 0, 0] },
        { kind: 'rate', stream: 'failures', ...base, errors: 0 },
        { kind: 'mean', stream: 'latency', ...base, sum: 3 * n, sumSquares: 9 * n },
      ];
    };
    const days = (from: number, to: number): EvidencePane[] =>
      Array.from({ length: to - from }, (_, i) => constant(from + i, 100 + ((i * 37) % 50))).flat();
    const by = calibrate(days(0, 42));
    expect(by.refusals).toEqual([]);
    expect(alarms(days(42, 140), by)).toEqual([]);
  });

  it('finds a constant that is constant no more', () => {
    const fixed = (day: number, counts: readonly number[]): EvidencePane => ({
      kind: 'distribution',
      stream: 'fixed',
      scale: DAY,
      start: MONDAY + day * DAY,
      n: 100,
      counts,
    });
    const by = calibrate(Array.from({ length: 42 }, (_, day) => fixed(day, [100, 0])));
    expect(
      alarms(
        Array.from({ length: 10 }, (_, i) => fixed(42 + i, [70, 30])),
        by,
      )[0]?.[0],
    ).toBeLessThanOrEqual(4);
  });

  it('starts afresh after an alarm, with the next unit', () => {
    const state = createEvidence(calibration);
    for (const closed of moments(live({ rate: () => 0.4 }))) {
      for (const pane of closed) observe(calibration, state, pane);
      if (!verdict(calibration, state).alarm) continue;
      afterAlarm(calibration, state);
      expect(verdict(calibration, state).statistic).toBe(0);
      const spent = state.unit;
      const [same] = closed;
      if (same) observe(calibration, state, same);
      expect(verdict(calibration, state).statistic).toBe(0);
      expect(state.unit).toBe(spent);
      return;
    }
    expect.unreachable('no alarm');
  });

  it('shares add up to 1, the largest first', () => {
    const state = createEvidence(calibration);
    for (const pane of live().slice(0, 60)) observe(calibration, state, pane);
    const { streams, statistic } = verdict(calibration, state);
    expect(streams.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
    expect(streams.reduce((sum, one) => sum + one.statistic, 0)).toBeCloseTo(statistic, 6);
    expect([...streams].sort((a, b) => b.share - a.share)).toEqual(streams);
  });
});

describe('calibrate', () => {
  it('refuses a short reference in words, without throwing', () => {
    const short = calibrate(panesOf({ seed: 1, days: 12 }));
    expect(short.ready).toBe(false);
    expect(short.refusals[0]).toEqual({ stream: 'color', reason: '12 of 42 units in the reference' });
    const state = createEvidence(short);
    for (const pane of live()) observe(short, state, pane);
    expect(verdict(short, state)).toEqual({ statistic: 0, threshold: 200, alarm: false, streams: [] });
    expect(calibrate([]).ready).toBe(false);
  });

  it('refuses a stream that is all missing, and keeps the others', () => {
    const missing = panesOf({ seed: 1, days: 42 }).map((pane): EvidencePane =>
      pane.kind === 'distribution' ? { ...pane, n: 0, counts: [] } : pane,
    );
    const { refusals, streams } = calibrate(missing);
    expect(refusals).toEqual([{ stream: 'color', reason: '0 of 42 units in the reference' }]);
    expect(streams.map(({ stream }) => stream)).toEqual(['errors', 'loss']);
  });

  it('refuses a stream with a trend in its reference', () => {
    const drifting = calibrate(panesOf({ seed: 1, days: 42, rate: (day) => 0.1 + day * 0.005 }));
    expect(drifting.refusals.map(({ stream }) => stream)).toEqual(['errors', 'loss']);
    expect(drifting.refusals[0]?.reason).toMatch(
      /trend in the reference: .* standard deviations over 6 weeks/,
    );
    expect(calibration.refusals).toEqual([]);
  });

  it('takes the newest whole weeks', () => {
    const { firstUnit, units } = calibrate(panesOf({ seed: 1, days: 52 }));
    expect(units).toBe(49);
    expect(firstUnit).toBe(MONDAY / DAY + 3);
  });

  it('names a wrong option and its remedy', () => {
    expect(() => calibrate(reference, { scales: [DAY, 7] })).toThrow(
      /scales are .* each a divisor of unitMs/,
    );
    expect(() => calibrate(reference, { budget: 0 })).toThrow(/budget is 0/);
  });
});

describe('many features', () => {
  const many = (seed: number, days: number, firstDay: number, drifting: number): EvidencePane[] =>
    Array.from({ length: 60 }, (_, feature) =>
      panesOf({
        seed: seed + feature,
        days,
        firstDay,
        weights: (day) => (feature === drifting && day >= 44 ? [2, 3, 2, 3] : [4, 3, 2, 1]),
      })
        .filter(({ stream }) => stream === 'color')
        .map((pane): EvidencePane => ({ ...pane, stream: `feature-${feature}` })),
    ).flat();
  const by = calibrate(many(1000, 42, 0, -1));

  it('the one of sixty that drifts is found within a week and named; sixty quiet ones are not', () => {
    const [first] = alarms(many(2000, 14, 42, 37), by);
    expect(first?.[1]).toBe('feature-37');
    expect(first?.[0]).toBeLessThanOrEqual(9);
    expect(alarms(many(3000, 14, 42, -1), by)).toEqual([]);
  });
});
