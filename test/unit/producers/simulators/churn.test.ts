import { describe, expect, it } from 'vitest';
import { feature, mean, outcomeOf, pairsOf, type Pair } from './measure.js';

const DAY_MS = 86_400_000;
const logins = feature('login_frequency');
const engagement = feature('trial_engagement');

const accuracy = (pairs: readonly Pair[]) =>
  mean(pairs.map((pair) => (pair.prediction.prediction === outcomeOf(pair) ? 1 : 0)));

const churnRate = (pairs: readonly Pair[]) => mean(pairs.map(outcomeOf));

/** Churn rates of those with a value in [low, high), before and after. */
function ratesBetween(
  world: ReturnType<typeof pairsOf>,
  value: (pair: Pair) => number,
  low: number,
  high: number,
) {
  const within = (pairs: readonly Pair[]) => pairs.filter((pair) => value(pair) >= low && value(pair) < high);
  const [before, after] = [within(world.before), within(world.after)];
  expect(Math.min(before.length, after.length)).toBeGreaterThan(200);
  return { before: churnRate(before), after: churnRate(after) };
}

describe('churn, data', () => {
  const world = pairsOf('churn', { variant: 'data', seed: 7 });

  it('moves login_frequency from under 5 to over 40 within 14 days', () => {
    expect(mean(world.before.map(logins))).toBeLessThan(5);
    const later = (from: number, to: number) =>
      mean(
        world.after
          .filter(({ time }) => time >= world.changeAt + from * DAY_MS && time < world.changeAt + to * DAY_MS)
          .map(logins),
      );
    expect(later(0, 1)).toBeLessThan(10);
    expect(later(6, 8)).toBeGreaterThan(15);
    expect(later(6, 8)).toBeLessThan(40);
    expect(later(14, 28)).toBeGreaterThan(40);
    expect(world.truth.changes).toMatchObject([
      { kind: 'data', features: ['login_frequency'], completeAt: '2025-03-17T00:00:00.000Z' },
    ]);
  });

  it('leaves the other features as they were', () => {
    for (const other of ['trial_engagement', 'support_tickets', 'tenure_months'].map(feature)) {
      const [before, after] = [mean(world.before.map(other)), mean(world.after.map(other))];
      expect(Math.abs(after / before - 1)).toBeLessThan(0.03);
    }
  });

  it.each([
    [0, 1.5],
    [1.5, 2.5],
    [2.5, 4],
    [4, 8],
    [40, 80],
  ])('leaves the relation of churn to logins from %d to %d a week', (low, high) => {
    const { before, after } = ratesBetween(world, logins, low, high);
    expect(Math.abs(after - before)).toBeLessThan(0.05);
  });

  it('does the model no harm', () => {
    expect(accuracy(world.after)).toBeGreaterThan(accuracy(world.before));
  });
});

describe('churn, concept', () => {
  const world = pairsOf('churn', { variant: 'concept', seed: 7 });

  it('leaves every feature, and the overall rate, as they were', () => {
    for (const one of ['login_frequency', 'trial_engagement', 'support_tickets', 'tenure_months'].map(
      feature,
    )) {
      const [before, after] = [mean(world.before.map(one)), mean(world.after.map(one))];
      expect(Math.abs(after / before - 1)).toBeLessThan(0.03);
    }
    expect(Math.abs(churnRate(world.after) - churnRate(world.before))).toBeLessThan(0.06);
  });

  it('lets churn hang on engagement instead of logins', () => {
    const few = ratesBetween(world, logins, 0, 1.5);
    const many = ratesBetween(world, logins, 4, 8);
    expect(few.before - many.before).toBeGreaterThan(0.3);
    expect(Math.abs(few.after - many.after)).toBeLessThan(0.04);
    const idle = ratesBetween(world, engagement, 0, 0.3);
    const keen = ratesBetween(world, engagement, 0.7, 1.1);
    expect(Math.abs(idle.before - keen.before)).toBeLessThan(0.05);
    expect(idle.after - keen.after).toBeGreaterThan(0.4);
    expect(world.truth.changes).toMatchObject([
      { kind: 'concept', features: ['login_frequency', 'trial_engagement'] },
    ]);
  });

  it('hurts the model, which was better than always the same answer', () => {
    expect(accuracy(world.before)).toBeGreaterThan(1 - churnRate(world.before) + 0.02);
    expect(accuracy(world.before) - accuracy(world.after)).toBeGreaterThan(0.05);
  });

  it('has quiet nights and weekends', () => {
    const at = (hour: number) =>
      world.before.filter(({ time }) => new Date(time).getUTCHours() === hour).length;
    expect(at(10)).toBeGreaterThan(5 * at(3));
    const on = (weekday: number) =>
      world.before.filter(({ time }) => new Date(time).getUTCDay() === weekday).length;
    expect(on(2)).toBeGreaterThan(1.5 * on(0));
  });
});
