import { describe, expect, it } from 'vitest';
import {
  generatedSea,
  SEA_DRIFTS,
  SEA_TRAINING,
  seaErrors,
  watchSea,
} from '../../../../bench/detectors/sea.js';

const errors = seaErrors(generatedSea(1));

function rate(from: number, to: number): number {
  return errors.subarray(from, to).reduce((sum, error) => sum + error, 0) / (to - from);
}

describe('seaErrors', () => {
  it('are the noise while the concept stands, and rise at a drift until the model is trained again', () => {
    expect(rate(SEA_TRAINING, 12_500)).toBeCloseTo(0.1, 1);
    // between x0 + x1 = 8 and 9 lie 8.5% of the rows: .1 + .8 x .085
    expect(rate(12_500, 15_000)).toBeCloseTo(0.168, 1);
    expect(rate(15_000, 25_000)).toBeLessThan(0.13);
    expect(rate(37_500, 40_000)).toBeGreaterThan(0.2);
    expect(rate(40_000, 50_000)).toBeLessThan(0.13);
  });
});

describe('watchSea', () => {
  it('takes the first alarm after each drift for found, others for false', () => {
    let row = SEA_TRAINING;
    const alarms = new Set([5_000, 12_600, 13_000, 37_500, 45_000]);
    const result = watchSea(
      {
        name: 'scripted',
        create: () => ({
          update: () => ({ drift: alarms.has(row++), warning: false, since: null }),
          reset: () => undefined,
        }),
        read: (value) => value,
      },
      errors,
    );
    expect(result).toEqual({ delays: [100, Infinity, 0], falseAlarms: 2 });
    expect(SEA_DRIFTS).toHaveLength(result.delays.length);
  });
});
