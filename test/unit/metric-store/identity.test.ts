import { describe, expect, it } from 'vitest';
import { describePoint, identityOf, lastOfEachIdentity } from '../../../src/metric-store/identity.js';
import type { MetricPoint } from '../../../src/metric-store/port.js';

const point: MetricPoint = {
  model: 'churn',
  version: '3',
  segment: '',
  resolution: '1h',
  feature: '',
  metric: 'accuracy',
  time: 0,
  value: 0.91,
};

describe('identityOf', () => {
  it('cannot be forged by names that contain its separators', () => {
    const a = { ...point, model: 'a', version: '1|1:b' };
    const b = { ...point, model: 'a|1:1', version: 'b' };
    expect(identityOf(a)).not.toBe(identityOf(b));
  });

  it('leaves the value out', () => {
    expect(identityOf({ ...point, value: 1 })).toBe(identityOf(point));
  });
});

describe('lastOfEachIdentity', () => {
  it('keeps the last', () => {
    const points = [point, { ...point, time: 1 }, { ...point, value: 2 }];
    expect(lastOfEachIdentity(points)).toEqual([
      { ...point, value: 2 },
      { ...point, time: 1 },
    ]);
  });
});

describe('describePoint', () => {
  it('says what it is, whatever its time', () => {
    expect(describePoint(point)).toBe(
      '"accuracy" of model "churn" version "3", resolution 1h, at 1970-01-01T00:00:00.000Z = 0.91',
    );
    expect(describePoint({ ...point, feature: 'plan', segment: 'region=north', time: Number.NaN })).toBe(
      '"accuracy" of feature "plan" of model "churn" version "3" in segment "region=north", resolution 1h, at NaN = 0.91',
    );
  });
});
