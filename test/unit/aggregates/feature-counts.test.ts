import { describe, expect, it } from 'vitest';
import type { FeatureValue } from '../../../src/events/event.js';
import {
  addFeature,
  emptyFeature,
  featureFromJson,
  featureToJson,
  featureTotal,
  featureType,
  mergeFeature,
} from '../../../src/aggregates/feature-counts.js';
import { anyFeatureValue } from './arbitrary.js';
import { obeysTheLaws } from './monoid.js';

function featureOf(...values: readonly FeatureValue[]) {
  const feature = emptyFeature();
  for (const value of values) addFeature(feature, value);
  return feature;
}

obeysTheLaws(
  'FeatureCounts',
  {
    empty: emptyFeature,
    add: addFeature,
    merge: mergeFeature,
    toJson: featureToJson,
    fromJson: featureFromJson,
  },
  anyFeatureValue,
);

describe('FeatureCounts', () => {
  it('aggregates by JSON type', () => {
    expect(featureType(featureOf())).toBe('empty');
    expect(featureType(featureOf(null))).toBe('empty');
    expect(featureType(featureOf(1, NaN))).toBe('numeric');
    expect(featureType(featureOf('1', true))).toBe('categorical');
    expect(featureType(featureOf(1, '1'))).toBe('mixed');
  });

  it('counts every value, missing and infinite ones included', () => {
    expect(featureTotal(featureOf(1, NaN, Infinity, -Infinity, null, 'a', false))).toBe(7);
  });

  it('takes booleans as the categories true and false', () => {
    expect(featureToJson(featureOf(true, 'true'))).toEqual(featureToJson(featureOf('true', 'true')));
  });
});
