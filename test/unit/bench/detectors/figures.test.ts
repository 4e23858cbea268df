import { describe, expect, it } from 'vitest';
import { figure, percent } from '../../../../bench/detectors/figures.js';

describe('figure', () => {
  it.each([
    [Infinity, 'never'],
    [Number.NaN, '–'],
    [0, '0'],
    [0.0234, '0.023'],
    [0.257, '0.26'],
    [12.34, '12.3'],
    [1234.5, '1,235'],
    [-12, '-12'],
  ])('of %f is %s', (value, words) => {
    expect(figure(value)).toBe(words);
  });
});

it('shares are in per cent', () => {
  expect(percent(0.085)).toBe('8.5%');
});
