import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../detectors/random.js';
import { blockAuc } from '../../../src/explain/block-auc.js';
import { rocAuc } from '../../../src/metrics/roc-auc.js';

const row = fc.record({
  score: fc.integer({ min: 0, max: 5 }),
  label: fc.constantFrom(0 as const, 1 as const),
  block: fc.integer({ min: 0, max: 3 }),
});

describe('blockAuc', () => {
  it('is the area under the ROC curve, ties and all, whatever the blocks', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 60 }), (rows) => {
        const expected = rocAuc(
          rows.map(({ score }) => score),
          rows.map(({ label }) => label),
        ).value;
        const found = blockAuc(
          Float64Array.from(rows, ({ score }) => score),
          Uint8Array.from(rows, ({ label }) => label),
          Int32Array.from(rows, ({ block }) => block),
        );
        if (expected === null) expect(found).toBeNull();
        else expect(found?.auc).toBeCloseTo(expected, 12);
      }),
    );
  });

  it('is less sure where the blocks, not the rows, are what differs', () => {
    const random = seededRandom(4);
    const n = 2_000;
    const labels = Uint8Array.from({ length: n }, (_, i) => i % 2);
    const blocks = Int32Array.from({ length: n }, (_, i) => Math.floor(i / 200));
    const level = Array.from({ length: 20 }, () => 3 * random());
    const wide = blockAuc(
      Float64Array.from(
        { length: n },
        (_, i) => random() + (level[(blocks[i] as number) + 10 * (i % 2)] as number),
      ),
      labels,
      blocks,
    );
    const narrow = blockAuc(
      Float64Array.from({ length: n }, () => random()),
      labels,
      blocks,
    );
    const width = (found: typeof wide) => found!.interval[1] - found!.interval[0];
    expect(width(wide)).toBeGreaterThan(4 * width(narrow));
    expect(narrow!.interval[0]).toBeLessThan(0.5);
    expect(narrow!.interval[1]).toBeGreaterThan(0.5);
  });
});
