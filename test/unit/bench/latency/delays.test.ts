import { describe, expect, it } from 'vitest';
import { delaysOf } from '../../../../bench/latency/delays.js';

describe('the delay of a record', () => {
  it('lasts until the first total that has it', () => {
    const delays = delaysOf(Float64Array.of(30, 10, 20, 40), [
      { at: 25, total: 1 },
      { at: 50, total: 3 },
      { at: 60, total: 3 },
      { at: 90, total: 4 },
    ]);
    expect(delays).toEqual([
      { appendedAt: 10, delay: 15 },
      { appendedAt: 20, delay: 30 },
      { appendedAt: 30, delay: 20 },
      { appendedAt: 40, delay: 50 },
    ]);
  });

  it('is not known for what was never shown', () => {
    expect(delaysOf(Float64Array.of(1, 2, 3), [{ at: 5, total: 2 }])).toHaveLength(2);
    expect(delaysOf(Float64Array.of(1), [])).toEqual([]);
  });

  it('does not go beyond what the log has', () => {
    expect(delaysOf(Float64Array.of(1), [{ at: 5, total: 7 }])).toEqual([{ appendedAt: 1, delay: 4 }]);
  });
});
