import { describe, expect, it } from 'vitest';
import { feature, mean, outcomeOf, pairsOf, type Pair } from './measure.js';

const speed = feature('road_speed_kmh');
const isNorth = ({ prediction }: Pair) => prediction.features['region'] === 'north';
const isElsewhere = (pair: Pair) => !isNorth(pair);
const error = (pairs: readonly Pair[]) =>
  mean(pairs.map((pair) => Math.abs(Number(pair.prediction.prediction) - outcomeOf(pair))));
/** Minutes that are not handing over, for each minute that the measured speed explains. */
const slowness = (pairs: readonly Pair[]) => {
  const driving = mean(pairs.map((pair) => (60 * feature('distance_km')(pair)) / speed(pair)));
  const handing = mean(pairs.map((pair) => 4 + 1.5 * feature('parcels')(pair)));
  return (mean(pairs.map(outcomeOf)) - handing) / driving;
};

describe('delivery, data', () => {
  const { before, after, truth } = pairsOf('delivery', { variant: 'data', seed: 7, scale: 0.5 });

  it('brings speeds in the north that the model has never seen, and none elsewhere', () => {
    const slowest = Math.min(...before.map(speed));
    expect(Math.max(...after.filter(isNorth).map(speed))).toBeLessThan(slowest);
    expect(Math.min(...after.filter(isElsewhere).map(speed))).toBeGreaterThanOrEqual(slowest);
    expect(truth.changes).toMatchObject([
      { kind: 'data', features: ['road_speed_kmh'], segments: { region: 'north' } },
    ]);
  });

  it('leaves the relation of minutes to the measured speed', () => {
    expect(slowness(before.filter(isNorth))).toBeCloseTo(1, 1);
    expect(slowness(after.filter(isNorth))).toBeCloseTo(1, 1);
  });

  it('hurts the model there and nowhere else', () => {
    expect(error(after.filter(isNorth))).toBeGreaterThan(3 * error(before.filter(isNorth)));
    expect(error(after.filter(isElsewhere)) / error(before.filter(isElsewhere))).toBeCloseTo(1, 1);
  });
});

describe('delivery, concept', () => {
  const { before, after, truth } = pairsOf('delivery', { variant: 'concept', seed: 7, scale: 0.5 });

  it('changes nothing that the model sees', () => {
    for (const one of ['road_speed_kmh', 'distance_km', 'parcels', 'hour', 'weekday'].map(feature)) {
      const [was, is] = [before, after].map((pairs) => mean(pairs.filter(isNorth).map(one))) as [
        number,
        number,
      ];
      expect(Math.abs(is / was - 1)).toBeLessThan(0.03);
    }
    const predicted = (pairs: readonly Pair[]) =>
      mean(pairs.map(({ prediction }) => Number(prediction.prediction)));
    expect(Math.abs(predicted(after) / predicted(before) - 1)).toBeLessThan(0.02);
    expect(truth.changes).toMatchObject([{ kind: 'concept', features: [], segments: { region: 'north' } }]);
  });

  it('lets the minutes in the north grow by 60 %', () => {
    const minutes = (pairs: readonly Pair[], of: (pair: Pair) => boolean) =>
      mean(pairs.filter(of).map(outcomeOf));
    expect(minutes(after, isNorth) / minutes(before, isNorth)).toBeCloseTo(1.6, 1);
    expect(minutes(after, isElsewhere) / minutes(before, isElsewhere)).toBeCloseTo(1, 1);
    expect(error(after.filter(isNorth))).toBeGreaterThan(2 * error(before.filter(isNorth)));
  });

  it('makes each outcome known when the delivery is done', () => {
    const promised = ({ time, outcome }: Pair) => time + Math.round(Number(outcome.outcome) * 60_000);
    expect(after.filter((pair) => Number(pair.outcome.time) !== promised(pair))).toEqual([]);
  });
});
