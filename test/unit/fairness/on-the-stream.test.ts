import { describe, expect, it } from 'vitest';
import { addPair, emptyOutcomePane } from '../../../src/aggregates/outcome-pane.js';
import { seededRandom, type Random } from '../../../detectors/random.js';
import { fairnessValues } from '../../../src/fairness/fairness-values.js';
import { gapPane } from '../../../src/fairness/gap-pane.js';
import { groupTallies, type GapCriterion } from '../../../src/fairness/group-tallies.js';
import {
  addToAttribute,
  attributeToJson,
  emptyAttribute,
  MAX_GROUPS,
  type AttributeCounts,
} from '../../../src/fairness/index.js';
import { attributeOf } from '../../../src/fairness/segments.js';

interface Row {
  readonly group: string | null;
  readonly label: 0 | 1;
  readonly outcome: 0 | 1;
  readonly score: number;
}

function rowsOf(rates: Readonly<Record<string, number>>, each: number, random: Random): Row[] {
  return Object.entries(rates).flatMap(([group, rate]) =>
    Array.from({ length: each }, () => ({
      group,
      label: random() < rate ? 1 : 0,
      outcome: random() < 0.5 ? 1 : 0,
      score: 0.5,
    })),
  );
}

/** The panes that a stream has of these rows: of all of them, and of each segment. */
function panesOf(rows: readonly Row[], attribute: string) {
  const whole = emptyOutcomePane();
  const segments = new Map<string, ReturnType<typeof emptyOutcomePane>>();
  for (const { group, label, outcome, score } of rows) {
    const answer = { task: 'binary', label, score } as const;
    addPair(whole, answer, outcome);
    for (const segment of ['plan=basic', ...(group === null ? [] : [`${attribute}=${group}`])]) {
      let pane = segments.get(segment);
      if (!pane) segments.set(segment, (pane = emptyOutcomePane()));
      addPair(pane, answer, outcome);
    }
  }
  return { whole, segments };
}

function dayOf(rates: Readonly<Record<string, number>>, each: number, random: Random): AttributeCounts {
  const { whole, segments } = panesOf(rowsOf(rates, each, random), 'gender');
  return attributeOf(whole, segments, 'gender');
}

describe('the groups of an attribute', () => {
  it('are the segments of its name, and what is in none of them is missing', () => {
    const random = seededRandom(1);
    const rows = [
      ...rowsOf({ f: 0.5, m: 0.4 }, 40, random),
      ...rowsOf({ x: 0.5 }, 10, random).map((row) => ({ ...row, group: null })),
    ];
    const expected = emptyAttribute();
    for (const { group, label, outcome, score } of rows)
      addToAttribute(expected, group, { predicted: String(label), actual: String(outcome), score });
    const { whole, segments } = panesOf(rows, 'gender');
    expect(attributeToJson(attributeOf(whole, segments, 'gender'))).toEqual(attributeToJson(expected));
    expect(attributeOf(null, new Map(), 'gender')).toEqual(emptyAttribute());
  });

  it('are as many as their limit at most, the same ones whoever came first', () => {
    const names = Array.from({ length: 2 * MAX_GROUPS }, (_, i) => `gender=${i}`);
    const of = (order: readonly string[]) =>
      attributeOf(null, new Map(order.map((name) => [name, emptyOutcomePane()])), 'gender');
    expect([...of(names).groups.keys()].sort()).toEqual([...of(names.toReversed()).groups.keys()].sort());
    expect(of(names).groups.size).toBe(MAX_GROUPS);
  });
});

describe('fairness as metrics', () => {
  it('has gaps and ratios with intervals, the rates of the groups, and the four-fifths rule', () => {
    const random = seededRandom(2);
    const days = Array.from({ length: 14 }, () => dayOf({ f: 0.3, m: 0.6 }, 200, random));
    const { values, undefined: missing } = fairnessValues(days, 'gender');
    const parity = 'fairness:gender:demographic-parity';
    expect(values[`${parity}:difference`]).toBeCloseTo(0.3, 1);
    expect(values[`${parity}:difference:low`]).toBeLessThan(0.3);
    expect(values[`${parity}:difference:high`]).toBeGreaterThan(0.3);
    expect(values[`${parity}:ratio:high`]).toBeLessThan(0.8);
    expect(values['fairness:gender:four-fifths']).toBe(0);
    expect(values['fairness:gender:selection:f']).toBeCloseTo(0.3, 1);
    expect(values['fairness:gender:missing']).toBe(0);
    expect(Object.keys(values)).not.toContain('fairness:gender:calibration:ratio');
    expect(missing).toEqual({});
  });

  it('violates nothing where chance could have made the gap, and says so', () => {
    const random = seededRandom(3);
    const days = Array.from({ length: 3 }, () => dayOf({ f: 0.45, m: 0.5 }, 30, random));
    const { values, undefined: missing } = fairnessValues(days, 'gender');
    expect(Object.keys(values)).not.toContain('fairness:gender:four-fifths');
    expect(missing['fairness:gender:four-fifths']).toMatch(/0.8 is inside$/);
  });

  it('names no group that is too small', () => {
    const random = seededRandom(4);
    const day = dayOf({ f: 0.5, m: 0.5 }, 100, random);
    const small = dayOf({ other: 0.5 }, 5, random);
    for (const [group, counts] of small.groups) day.groups.set(group, counts);
    const { values, undefined: missing } = fairnessValues([day], 'gender');
    expect(Object.keys({ ...values, ...missing }).filter((name) => name.includes('other'))).toEqual([]);
    expect(values['fairness:gender:selection:f']).toBeDefined();
  });
});

describe('the gap of a pane as evidence', () => {
  const at = { stream: 'gap:gender', scale: 86_400_000, start: 0 };
  const gapOf = (day: AttributeCounts, criterion: GapCriterion) =>
    gapPane(groupTallies(day, criterion, '1'), at);

  it('has the widest gap as its mean, as uncertain as two rates of these sizes are', () => {
    const random = seededRandom(5);
    const gaps: number[] = [];
    let variance = 0;
    const runs = 400;
    for (let run = 0; run < runs; run++) {
      const pane = gapOf(dayOf({ f: 0.3, m: 0.6 }, 200, random), 'demographic-parity');
      if (!pane) throw new Error('two groups have a gap');
      expect(pane).toMatchObject({ kind: 'mean', stream: 'gap:gender', n: 100 });
      const mean = pane.sum / pane.n;
      gaps.push(mean);
      variance += (pane.sumSquares / pane.n - mean ** 2) / pane.n / runs;
    }
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / runs;
    const seen = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / (runs - 1);
    // Four standard errors each.
    expect(Math.abs(mean - 0.3)).toBeLessThan(4 * Math.sqrt(seen / runs));
    expect(Math.abs(variance / seen - 1)).toBeLessThan(4 * Math.sqrt(2 / runs));
  });

  it('takes the worse rate where a criterion compares two', () => {
    const day = emptyAttribute();
    const add = (group: string, predicted: string, actual: string, times: number) => {
      for (let i = 0; i < times; i++) addToAttribute(day, group, { predicted, actual });
    };
    for (const group of ['f', 'm']) add(group, '1', '1', 30);
    add('f', '1', '0', 30);
    add('m', '0', '0', 30);
    const pane = gapOf(day, 'equalised-odds');
    expect((pane?.sum ?? 0) / (pane?.n ?? 1)).toBe(1);
  });

  it('says nothing of one group, or of small ones', () => {
    const random = seededRandom(6);
    expect(gapOf(dayOf({ f: 0.3 }, 200, random), 'demographic-parity')).toBeNull();
    expect(gapOf(dayOf({ f: 0.3, m: 0.9 }, 19, random), 'demographic-parity')).toBeNull();
  });
});
