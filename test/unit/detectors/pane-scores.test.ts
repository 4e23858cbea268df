import { describe, expect, it } from 'vitest';
import { multinomial } from '../../../bench/fast-path/draws.js';
import { fitDistribution, scoreDistribution } from '../../../detectors/conformal/distribution-score.js';
import { quadraticForm } from '../../../detectors/conformal/quadratic-form.js';
import { slotOf } from '../../../detectors/conformal/season.js';
import { fitValue, scoreValue } from '../../../detectors/conformal/value-score.js';
import type { DistributionPane, RatePane } from '../../../detectors/pane.js';
import { seededRandom } from '../../../detectors/random.js';
import { DAY, HOUR, MONDAY } from '../../support/synthetic-panes.js';

const season = { unitMs: DAY, zoneOffsetMs: 0 };
const counted = (day: number, counts: readonly number[]): DistributionPane => ({
  kind: 'distribution',
  stream: 's',
  scale: DAY,
  start: MONDAY + day * DAY,
  n: counts.reduce((sum, count) => sum + count, 0),
  counts,
});
const rated = (day: number, errors: number, n: number): RatePane => ({
  kind: 'rate',
  stream: 's',
  scale: DAY,
  start: MONDAY + day * DAY,
  n,
  errors,
});

describe('slots', () => {
  it('match the hour of the day and the kind of day, in the zone of the model', () => {
    expect(slotOf(season, 6 * HOUR, MONDAY + 7 * HOUR)).toBe(1);
    expect(slotOf(season, 6 * HOUR, MONDAY + 5 * DAY)).toBe(4);
    expect(slotOf(season, DAY, MONDAY + 6 * DAY)).toBe(1);
    const newYork = { unitMs: DAY, zoneOffsetMs: -5 * HOUR };
    expect(slotOf(newYork, 6 * HOUR, MONDAY + 5 * HOUR)).toBe(0);
    expect(slotOf(newYork, DAY, MONDAY)).toBe(1); // still Sunday there
  });
});

describe('quadraticForm', () => {
  it('is d inverse(C) d', () => {
    // C = [[4, 2], [2, 3]], inverse = [[3, -2], [-2, 4]] / 8; d = [1, 2] -> (3 - 8 + 16) / 8
    expect(quadraticForm(Float64Array.from([4, 2, 2, 3]), [1, 2])).toBeCloseTo(11 / 8, 12);
  });

  it('refuses a matrix that is no covariance', () => {
    expect(() => quadraticForm(Float64Array.from([1, 2, 2, 1]), [1, 1])).toThrow(
      /not positive definite \(row 1\)/,
    );
  });
});

describe('distribution score', () => {
  it('is the shrunk Mahalanobis distance, computed by hand', () => {
    const model = fitDistribution(season, DAY, [counted(0, [60, 40]), counted(1, [40, 60])], 42);
    // centre (100 + .5) / (200 + 1) = .5; d = +-.1, S = .01 [[1, -1], [-1, 1]], nbar = 100
    expect(model.form).toBe('mahalanobis');
    expect(model.centres[0]).toEqual([0.5, 0.5]);
    [0.01, -0.01, -0.01, 0.01].forEach((entry, i) => expect(model.between[i]).toBeCloseTo(entry, 12));
    // n = 50: C diagonal .01 + .5 (1/50 - 1/100) + .05 * .5 / 100 = .01525, off-diagonal -.008;
    // along d = (.3, -.3): |d|^2 / (.01525 + .008)
    expect(scoreDistribution(model, 0, counted(2, [40, 10]))).toBeCloseTo(Math.log(0.18 / 0.02325), 10);
  });

  it('does not find a small pane strange for being small', () => {
    const model = fitDistribution(season, DAY, [counted(0, [600, 400]), counted(1, [590, 410])], 42);
    const small = scoreDistribution(model, 0, counted(2, [7, 3]));
    const large = scoreDistribution(model, 0, counted(2, [700, 300]));
    expect(large).toBeGreaterThan(small + 2);
  });

  it('falls back to the over-dispersed chi-squared with more bins than units', () => {
    const model = fitDistribution(season, DAY, [counted(0, [60, 40]), counted(1, [40, 60])], 1);
    expect(model.form).toBe('chi-squared');
    // tau^2 = .01 - .25 (1/100 - 1/200) and an error of sqrt(2 * 2 (.25 / 100)^2) / 2: .01125 in all; a pane of 100 at .8 is drawn,
    // and its centre of 200 rows too: 2 * .09 / (.25 (1/100 + 1/200) + .01125)
    expect(scoreDistribution(model, 0, counted(2, [80, 20]))).toBeCloseTo(Math.log(12), 10);
  });

  it('does not find a large pane strange for being larger than all of the reference', () => {
    const shares = Array.from({ length: 24 }, (_, bin) => (bin < 12 ? 0.07 : 0.16 / 12));
    const random = seededRandom(5);
    const day = (number: number, rows: number) => counted(number, multinomial(random, rows, shares));
    const model = fitDistribution(
      season,
      DAY,
      Array.from({ length: 21 }, (_, number) => day(number, 15)),
      21,
    );
    expect(model.form).toBe('chi-squared');
    const scores = (rows: number) =>
      Array.from({ length: 40 }, (_, number) => scoreDistribution(model, 0, day(28 + 7 * number, rows)));
    expect(Math.max(...scores(1_500))).toBeLessThan(Math.max(...scores(15)));
  });

  it('says nothing about a constant', () => {
    const model = fitDistribution(season, DAY, [counted(0, [100]), counted(1, [120])], 42);
    expect(scoreDistribution(model, 0, counted(2, [3]))).toBe(0);
  });

  it('uses all of the reference where a kind of day was never seen', () => {
    const model = fitDistribution(season, DAY, [counted(0, [60, 40]), counted(1, [60, 40])], 42);
    expect(model.centres[1]).toEqual(model.centres[0]);
  });
});

describe('value score', () => {
  it('is one-sided unless told otherwise, and counts the movement between panes', () => {
    const reference = [rated(0, 150, 1000), rated(1, 250, 1000)];
    const up = fitValue(season, DAY, reference, 'up');
    const centre = 400.5 / 2001;
    const drawn = (centre * (1 - centre)) / 1000;
    const between = 0.0025 - drawn + 0.05 * drawn;
    expect(scoreValue(up, 0, rated(2, 300, 1000))).toBeCloseTo(
      (0.3 - centre) / Math.sqrt(drawn + between),
      3,
    );
    expect(scoreValue(up, 0, rated(2, 100, 1000))).toBeLessThan(0);
    const both = fitValue(season, DAY, reference, 'both');
    expect(scoreValue(both, 0, rated(2, 100, 1000))).toBeGreaterThan(0);
  });

  it('is finite for a reference without any error', () => {
    const model = fitValue(season, DAY, [rated(0, 0, 1000), rated(1, 0, 1000)], 'up');
    expect(Number.isFinite(scoreValue(model, 0, rated(2, 1, 1000)))).toBe(true);
    expect(scoreValue(model, 0, rated(2, 500, 1000))).toBeGreaterThan(
      scoreValue(model, 0, rated(2, 1, 1000)),
    );
  });
});
