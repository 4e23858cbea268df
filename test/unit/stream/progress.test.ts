import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, noProgress, watermark } from '../../../src/stream/progress.js';
import { BEFORE_TIME, END_OF_TIME, paneStart } from '../../../src/stream/settings.js';

describe('progress', () => {
  it('has a watermark that is the newest time less the grace, and never goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e6), { minLength: 1 }), fc.nat(1e4), (times, grace) => {
        const progress = noProgress();
        expect(watermark(progress, grace)).toBe(BEFORE_TIME);
        times.forEach((time, i) => {
          const before = watermark(progress, grace);
          expect(advance(progress, time, i, grace)).toBe(time < before);
          expect(watermark(progress, grace)).toBe(Math.max(...times.slice(0, i + 1)) - grace);
          expect(progress.appendedAt).toBe(i);
        });
      }),
    );
  });

  it('ends where an end marker says so: everything after it is late', () => {
    const progress = { ...noProgress(), newest: END_OF_TIME };
    expect(watermark(progress, 1000)).toBe(END_OF_TIME);
    expect(advance(progress, 5, 1, 1000)).toBe(true);
    expect(watermark(progress, 1000)).toBe(END_OF_TIME);
  });
});

describe('paneStart', () => {
  it('aligns to the epoch, before it too', () => {
    expect([0, 299_999, 300_000, -1].map((time) => paneStart(time, 300_000))).toEqual([
      0, 0, 300_000, -300_000,
    ]);
  });
});
