/** Coverage by simulation, on panes that vary more than their rows say. Seeded: the same verdict in every run. */
import { describe, expect, it } from 'vitest';

import { seededRandom, type Random } from '../../../detectors/random.js';
import {
  addToAttribute,
  emptyAttribute,
  fairness,
  ratioRule,
  type AttributeCounts,
  type Fairness,
} from '../../../src/fairness/index.js';

const PANES = 20;
const ROWS = 60;

/** A day moves all groups together, and each of them alone. */
function daysOf(random: Random, rates: Readonly<Record<string, number>>, moves: number): AttributeCounts[] {
  return Array.from({ length: PANES }, () => {
    const pane = emptyAttribute();
    const day = moves * (random() - 0.5);
    for (const [group, rate] of Object.entries(rates)) {
      const today = rate + day + moves * (random() - 0.5);
      for (let row = 0; row < ROWS; row++) {
        addToAttribute(pane, group, { predicted: random() < today ? '1' : '0', actual: '1' });
      }
    }
    return pane;
  });
}

function trials(rates: Readonly<Record<string, number>>, moves: number, times: number): Fairness[] {
  const random = seededRandom(7);
  return Array.from({ length: times }, () => fairness(daysOf(random, rates, moves), 'demographic-parity'));
}

const share = (found: readonly Fairness[], holds: (one: Fairness) => boolean): number =>
  found.filter(holds).length / found.length;

describe('intervals', () => {
  const rates = { a: 0.3, b: 0.35, c: 0.35, d: 0.4 };
  const found = trials(rates, 0.2, 120);

  it('hold the true rates of all groups together', () => {
    const held = share(found, (one) =>
      one.rates.every(({ group, interval }) => {
        const rate = rates[group as keyof typeof rates];
        return interval.low !== null && interval.low <= rate && rate <= interval.high;
      }),
    );
    // 95% less three standard errors of 120 trials.
    expect(held).toBeGreaterThan(0.89);
  });

  it('hold the true difference and ratio of the furthest groups', () => {
    const held = (key: 'difference' | 'ratio', truth: number): number =>
      share(found, (one) => {
        const { interval } = one[key] as Extract<Fairness['ratio'], { interval: unknown }>;
        return interval.low !== null && interval.low <= truth && truth <= interval.high;
      });
    expect(held('difference', 0.1)).toBeGreaterThan(0.89);
    expect(held('ratio', 0.75)).toBeGreaterThan(0.89);
  });

  it('are no wider than the panes make them: a real gap is seen', () => {
    const wide = trials({ a: 0.2, b: 0.4 }, 0.2, 40);
    expect(
      share(wide, ({ difference }) => difference.value !== null && (difference.interval.low ?? 0) > 0),
    ).toBe(1);
  });

  it('are not fooled by days that move a group: no gap, seldom one claimed', () => {
    const alike = trials({ a: 0.35, b: 0.35, c: 0.35, d: 0.35 }, 0.4, 120);
    const claimed = share(
      alike,
      ({ difference }) => difference.value !== null && (difference.interval.low ?? 0) > 0,
    );
    expect(claimed).toBeLessThan(0.11);
  });

  it('are the same for the same counts, and hold the value', () => {
    const days = daysOf(seededRandom(3), rates, 0.2);
    const [one, again] = [fairness(days, 'equalised-odds'), fairness(days, 'equalised-odds')];
    expect(one).toEqual(again);
    for (const { value, interval } of one.rates) {
      expect(interval.low).toBeLessThan(value);
      expect(interval.high).toBeGreaterThan(value);
    }
  });

  it('are not certain of a rate that was always 0', () => {
    const days = daysOf(seededRandom(5), { a: 0, b: 0.5 }, 0);
    const { rates: groups, ratio } = fairness(days, 'demographic-parity');
    expect(groups[0]).toMatchObject({ value: 0, interval: { low: 0 } });
    expect(groups[0]?.interval.high).toBeGreaterThan(0);
    expect(ratio).toMatchObject({ value: 0, interval: { low: 0 } });
  });
});

describe('the four-fifths rule', () => {
  const ruleOf = (rates: Readonly<Record<string, number>>, moves: number) =>
    ratioRule(fairness(daysOf(seededRandom(11), rates, moves), 'demographic-parity').ratio);

  it('is violated where the interval is below', () => {
    expect(ruleOf({ a: 0.2, b: 0.5 }, 0.1)).toMatchObject({
      verdict: 'violated',
      least: 0.8,
      reason: expect.stringMatching(/^a has 0\.\d{3} of the rate of b \(.*\): all below 0\.8$/) as string,
    });
  });

  it('is met where it is above', () => {
    expect(ruleOf({ a: 0.49, b: 0.5 }, 0.05).verdict).toBe('met');
  });

  it('is undecided where days move more than that, though the ratio is below', () => {
    const days = daysOf(seededRandom(11), { a: 0.4, b: 0.53 }, 0.5);
    const { ratio } = fairness(days, 'demographic-parity');
    expect(ratio.value).toBeLessThan(0.8);
    expect(ratioRule(ratio).verdict).toBe('undecided');
  });
});
