import { describe, expect, it } from 'vitest';
import { formatMetric, formatValue, formatValueTick } from '../../../src/dashboard/format.js';

describe('numbers as people read them', () => {
  it('have as many decimals as their size deserves, and no e', () => {
    const texts = [0, 0.5, 12.34, 1_234.5, 2_345_678, 1.7e17, -1.7e17, 0.00042, 1e-12].map(formatValue);
    expect(texts).toEqual([
      '0.000',
      '0.500',
      '12.3',
      '1,235',
      '2,345,678',
      '1.7×10¹⁷',
      '-1.7×10¹⁷',
      '4.2×10⁻⁴',
      '1.0×10⁻¹²',
    ]);
  });

  it('fit beside an axis', () => {
    const texts = [0, 0.25, 12_345, 250_000, 2_500_000, 1e12].map(formatValueTick);
    expect(texts).toEqual(['0', '0.25', '12345', '250K', '2.5M', '1T']);
  });
});

it('a metric of any name is told as that', () => {
  expect(formatMetric('logLoss')).toBe('log loss');
  expect(formatMetric('constructor')).toBe('constructor');
});
