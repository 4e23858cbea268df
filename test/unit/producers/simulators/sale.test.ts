import { describe, expect, it } from 'vitest';
import { mean, pairsOf, type Pair } from './measure.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe('sale', () => {
  const { pairs, before, changeAt, truth } = pairsOf('sale', { seed: 7, scale: 0.2 });
  const between = (from: number, to: number) =>
    pairs.filter(({ time }) => time >= changeAt + from && time < changeAt + to);
  const during = between(12 * HOUR_MS, 4 * DAY_MS);
  const later = between(4 * DAY_MS, Infinity);

  const viewedShare = (some: readonly Pair[], category: string) =>
    mean(some.map(({ prediction }) => (prediction.features['category_viewed'] === category ? 1 : 0)));
  const failureShare = (some: readonly Pair[]) =>
    mean(some.map(({ prediction }) => (prediction.error ? 1 : 0)));
  const medianLatency = (some: readonly Pair[]) => {
    const sorted = some.map(({ prediction }) => prediction.latencyMs!).sort((a, b) => a - b);
    return sorted[sorted.length >> 1]!;
  };

  it('brings about 100 times the traffic, four days long', () => {
    const sameDays = between(-7 * DAY_MS + 12 * HOUR_MS, -3 * DAY_MS);
    expect(during.length / sameDays.length).toBeGreaterThan(80);
    expect(during.length / sameDays.length).toBeLessThan(120);
    const perDay = (some: readonly Pair[], days: number) => some.length / days;
    expect(Math.abs(perDay(later, 24) / perDay(before, 56) - 1)).toBeLessThan(0.1);
  });

  it('moves the mix of categories, and not what people buy given what they look at', () => {
    expect(viewedShare(before, 'electronics')).toBeCloseTo(0.18, 1);
    expect(viewedShare(during, 'electronics')).toBeCloseTo(0.52, 1);
    expect(viewedShare(later, 'electronics')).toBeCloseTo(0.18, 1);
    const boughtAsViewed = (some: readonly Pair[]) =>
      mean(
        some
          .filter(({ prediction }) => prediction.features['category_viewed'] === 'fashion')
          .map(({ outcome }) => (outcome.outcome === 'fashion' ? 1 : 0)),
      );
    expect(Math.abs(boughtAsViewed(during) - boughtAsViewed(before))).toBeLessThan(0.04);
  });

  it('makes the scorer slow, and then fail some requests', () => {
    expect(medianLatency(before)).toBeLessThan(15);
    expect(medianLatency(during)).toBeGreaterThan(200);
    expect([failureShare(before), failureShare(between(0, 12 * HOUR_MS)), failureShare(later)]).toEqual([
      0, 0, 0,
    ]);
    expect(Math.abs(failureShare(during) - 0.08)).toBeLessThan(0.01);
    expect(truth.changes.map(({ kind }) => kind)).toEqual(['traffic', 'data', 'quality', 'quality']);
  });

  it('answers with probabilities that add up, of which the model names the largest', () => {
    const wrong = before.filter(({ prediction, outcome }) => {
      const shares = Object.values(prediction.probabilities!);
      const whole = Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 0.001;
      const named = prediction.probabilities![String(prediction.prediction)] === Math.max(...shares);
      return !whole || !named || !(outcome.values!['revenue']! > 0);
    });
    expect(wrong).toEqual([]);
    const right = mean(
      before.map(({ prediction, outcome }) => (prediction.prediction === outcome.outcome ? 1 : 0)),
    );
    expect(right).toBeGreaterThan(0.6);
  });
});
