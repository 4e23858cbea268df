import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleFor } from '../../../../src/training/tensorflow/schedule.js';

describe('scheduleFor', () => {
  it('bounds memory and work whatever the job', () => {
    const thoroughness = fc.constantFrom('full' as const, 'brief' as const);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e8 }),
        fc.integer({ min: 1, max: 1e8 }),
        thoroughness,
        (rows, width, how) => {
          const { maxRows, batch, epochs } = scheduleFor(rows, width, how);
          const used = Math.min(rows, maxRows);
          expect(maxRows).toBeGreaterThanOrEqual(1);
          expect(used === 1 || used * width <= 32_000_000).toBe(true);
          expect(used * epochs).toBeLessThanOrEqual(1_000_000);
          expect(Math.log2(batch) % 1).toBe(0);
        },
      ),
    );
  });

  it('takes small steps on few rows, large ones on many', () => {
    expect(scheduleFor(1_000, 10, 'full')).toMatchObject({ batch: 64, epochs: 40 });
    expect(scheduleFor(1_000_000, 40, 'full')).toMatchObject({ maxRows: 150_000, batch: 2_048, epochs: 6 });
  });
});
