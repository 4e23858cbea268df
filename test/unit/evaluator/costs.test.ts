import { beforeAll, describe, expect, it } from 'vitest';
import { emptyOutcomePane } from '../../../src/aggregates/outcome-pane.js';
import { policyTextOf } from '../../../src/config/policy-text.js';
import { settingsOf } from '../../../src/config/model-settings.js';
import { loadConfig } from '../../../src/config/load-config.js';
import type { Costs } from '../../../src/policy/costs.js';
import { policyId } from '../../../src/policy/policy.js';
import { costPanes } from '../../../src/policy/streams/cost-streams.js';
import { begin, inForce, inTurn, labelled, Life, live, answerTo, type Beginning } from './life.js';
import {
  BEGIN,
  DAY,
  HOUR,
  MODEL,
  policy,
  Profilers,
  REFERENCE_UNITS,
  rowsOf,
  settings,
  USUAL,
  type Row,
  type Weather,
} from './world.js';

let beginning: Beginning;
beforeAll(async () => {
  beginning = await begin();
});

const IN_FORCE = inForce(REFERENCE_UNITS);
const DRIFT = IN_FORCE + 6 * DAY;
const weather = (day: number): Weather => (BEGIN + day * DAY >= DRIFT ? { ...USUAL, wrong: 0.5 } : USUAL);
const EUROS: Costs = { falsePositive: 2, falseNegative: 40, currency: 'EUR' };
const SLOT = 6 * HOUR;

/** By hand, row by row: what a mistake costs. */
function costOf({ score, outcome }: Pick<Row, 'score' | 'outcome'>): number {
  const label = (score ?? 0) >= 0.5 ? 1 : 0;
  return label === outcome ? 0 : label === 1 ? 2 : 40;
}

/** The hours of a weekday have fewer rows here than would say what they cost: the same hours of all days. */
const slotOf = ({ outcomeTime }: Row) => (Math.floor(outcomeTime / SLOT) * SLOT) % DAY;

const mean = (costs: readonly number[]) => costs.reduce((sum, cost) => sum + cost, 0) / costs.length;

describe('an alert where mistakes have a price', () => {
  it('says what they cost a day since the onset, beyond what as many rows cost in the reference', () => {
    const { said } = live(beginning, 20, { weather }, { changes: { costs: EUROS } });
    const alert = said.alerts.find(({ track, state }) => track === 'performance' && state === 'firing');
    if (!alert?.cost) throw new Error('no alert with a cost');
    const { firedAt, onset, shownSince = onset } = alert;
    const rows = rowsOf({ from: IN_FORCE, to: firedAt, version: '1', weather }).filter(
      ({ outcomeTime }) => outcomeTime >= shownSince && outcomeTime < firedAt,
    );
    const known = new Set(labelled(beginning.rows, beginning.request).map(({ id }) => id));
    const bySlot = new Map<number, number[]>();
    for (const row of beginning.rows.filter(({ id }) => known.has(id))) {
      const slot = slotOf(row);
      bySlot.set(slot, [...(bySlot.get(slot) ?? []), costOf(row)]);
    }
    const before = mean(rows.map((row) => mean(bySlot.get(slotOf(row)) ?? [])));
    const now = mean(rows.map(costOf));
    const aDay = rows.length / ((firedAt - shownSince) / DAY);
    expect(alert.cost.currency).toBe('EUR');
    expect(alert.cost.perPrediction.now).toBeCloseTo(now, 9);
    expect(alert.cost.perPrediction.reference).toBeCloseTo(before, 9);
    expect(alert.cost.predictionsPerDay).toBeCloseTo(aDay, 9);
    expect(alert.cost.perDay).toBeCloseTo((now - before) * aDay, 6);
    expect(alert.cost.perDay).toBeGreaterThan(20);
    expect(alert.why).toMatch(/That costs about [\d,.]+ EUR a day more than before\./);
  });

  it('has another policy and so another id, and nothing else is different but the sum', () => {
    const plain = live(beginning, 20, { weather });
    const priced = live(beginning, 20, { weather }, { changes: { costs: EUROS } });
    expect(plain.said.alerts.some(({ cost }) => cost)).toBe(false);
    const bare = (life: Life) =>
      life.said.alerts.map(({ metric, onset, firedAt }) => ({ metric, onset, firedAt }));
    expect(bare(priced)).toEqual(bare(plain));
    expect(priced.said.alerts[0]?.policy).not.toBe(plain.said.alerts[0]?.policy);
    expect(policyId({ ...policy, costs: undefined })).toBe(policyId(policy));
  });

  it('names no sum where the reference was made by a version that counted no mistakes', () => {
    const { costs: _, ...old } = beginning.reference;
    const life = new Life(settings({ costs: EUROS }), beginning.asked);
    life.step(answerTo(beginning.request, '1', old));
    const to = IN_FORCE + 20 * DAY;
    const rows = rowsOf({ from: IN_FORCE, to, version: '1', weather });
    life.feed(inTurn(new Profilers(beginning.profilers).frames(rows, to + DAY, { end: true })));
    expect(life.said.alerts.length).toBeGreaterThan(0);
    expect(life.said.alerts.some(({ cost }) => cost)).toBe(false);
  });
});

describe('the metric costPerPrediction', () => {
  it('follows the costs that are decided while the stream runs, from the next unit on', () => {
    const life = new Life(settings(), beginning.answered);
    const profilers = new Profilers(beginning.profilers);
    const cut = IN_FORCE + 2.5 * DAY;
    const feed = (from: number, to: number, end: boolean) =>
      life.feed(inTurn(profilers.frames(rowsOf({ from, to, version: '1' }), to, { end })));
    feed(IN_FORCE, cut, false);
    const text = `
alerts: { costs: { falsePositive: 2, falseNegative: 40, currency: EUR } }
retraining: { cooldown: 7d, warmUp: 1d }`;
    const decided = policyTextOf(settingsOf(loadConfig(text, 'leeway.yaml')));
    life.step([
      {
        v: 1,
        kind: 'command',
        model: MODEL,
        command: {
          v: 1,
          kind: 'command',
          id: 'c',
          model: MODEL,
          by: 'ada',
          at: 1,
          action: 'policy',
          settings: decided,
          source: 'person',
        },
      },
    ]);
    feed(cut, IN_FORCE + 5 * DAY, true);
    const outcomes = life.said.metrics.filter(
      ({ side, resolution, n, start }) =>
        side === 'outcome' && resolution === '6h' && n > 0 && start >= IN_FORCE,
    );
    const from = life.said.status.policy.since as number;
    expect(from).toBeGreaterThan(IN_FORCE);
    const priced = outcomes.filter(({ values }) => values['costPerPrediction'] !== undefined);
    expect(priced).toEqual(outcomes.filter(({ end }) => end > from));
    const [first] = priced;
    const rows = [
      ...beginning.rows,
      ...rowsOf({ from: IN_FORCE, to: IN_FORCE + 5 * DAY, version: '1' }),
    ].filter(({ outcomeTime }) => outcomeTime >= first!.start && outcomeTime < first!.end);
    expect(first!.values['costPerPrediction']).toBeCloseTo(mean(rows.map(costOf)), 9);
  });
});

describe('costPanes', () => {
  it('counts a value that does not come as none of it', () => {
    const pane = { ...emptyOutcomePane(), n: 10 };
    const at = { scale: SLOT, start: 0 };
    expect(costPanes(pane, ['revenue'], at).at(-1)).toEqual({
      kind: 'mean',
      stream: 'cost:value:revenue',
      ...at,
      n: 10,
      sum: 0,
      sumSquares: 0,
    });
    expect(costPanes(emptyOutcomePane(), ['revenue'], at)).toEqual([]);
  });
});
