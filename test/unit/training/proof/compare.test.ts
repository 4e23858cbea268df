import { describe, expect, it } from 'vitest';
import { compareOnHeldOut, type HeldOutRows } from '../../../../src/training/proof/compare.js';
import { dayMs } from '../../../../src/training/proof/time-blocks.js';

/** Two rows a day, outcomes 0 and 1; each model gives the probability of its own list to what happened. */
function rowsOf(
  days: number,
  challenger: (day: number) => number,
  champion: (day: number) => number,
): HeldOutRows {
  const of = (right: (day: number) => number): Float64Array =>
    Float64Array.from({ length: days * 2 }, (_, row) => {
      const p = right(Math.floor(row / 2));
      return row % 2 === 1 ? p : 1 - p;
    });
  return {
    task: 'binary',
    times: Float64Array.from({ length: days * 2 }, (_, row) => (row * dayMs) / 2),
    outcomes: Float64Array.from({ length: days * 2 }, (_, row) => row % 2),
    width: 1,
    challenger: of(challenger),
    champion: of(champion),
    to: days * dayMs,
  };
}

describe('compareOnHeldOut', () => {
  it('promotes a challenger that is better day after day, and says so', () => {
    const proof = compareOnHeldOut(
      rowsOf(
        14,
        (day) => 0.7 + day / 1_000,
        () => 0.6,
      ),
      '3',
      99,
    );
    expect(proof.promoted).toBe(true);
    expect(proof).toMatchObject({ champion: '3', trainingRows: 99, heldOutRows: 28, uncompared: 0 });
    expect(proof.days).toHaveLength(14);
    expect(proof.why).toBe(
      'log loss .3474 against .5108 of version 3 on 28 rows of 14 held-out days; better on 14 of 14 days, p < .001',
    );
    expect(proof.challengerPerformance?.auc).toBe(1);
  });

  it('rejects one that is better on average by a single lucky day', () => {
    const proof = compareOnHeldOut(
      rowsOf(
        14,
        (day) => (day === 0 ? 0.99 : 0.598),
        () => 0.6,
      ),
      '1',
      9,
    );
    expect(proof.challengerPerformance?.loss).toBeLessThan(proof.championPerformance?.loss as number);
    expect(proof.promoted).toBe(false);
    expect(proof.why).toMatch(
      /^not proven, which takes p <= \.05: log loss .* better on 1 of 14 days, p = \.\d{3}$/,
    );
  });

  it('rejects one that is worse', () => {
    const proof = compareOnHeldOut(
      rowsOf(
        6,
        () => 0.5,
        (day) => 0.6 + day / 100,
      ),
      '1',
      9,
    );
    expect(proof.promoted).toBe(false);
    expect(proof.why).toMatch(/^no better: .* better on 0 of 6 days, p = 1\.000$/);
  });

  it('rejects an identical one', () => {
    const proof = compareOnHeldOut(
      rowsOf(
        6,
        () => 0.6,
        () => 0.6,
      ),
      '1',
      9,
    );
    expect(proof).toMatchObject({ promoted: false, p: 1 });
  });

  it('gives no verdict on four days, however much better', () => {
    const proof = compareOnHeldOut(
      rowsOf(
        4,
        () => 0.9,
        () => 0.5,
      ),
      '1',
      9,
    );
    expect(proof.promoted).toBe(false);
    expect(proof).not.toHaveProperty('p');
    expect(proof.why).toMatch(/^not enough days: .* a verdict needs at least 5$/);
  });

  it('leaves out, and counts, rows whose champion is not known', () => {
    const rows = rowsOf(
      7,
      (day) => 0.8 + day / 100,
      () => 0.5,
    );
    rows.champion[3] = Number.NaN;
    const proof = compareOnHeldOut(rows, '0', 9);
    expect(proof).toMatchObject({ heldOutRows: 13, uncompared: 1, promoted: true });
    expect(proof.why).toContain('(1 rows without an answer of version 0 left out)');
    rows.champion.fill(Number.NaN);
    expect(compareOnHeldOut(rows, '0', 9)).toMatchObject({
      promoted: false,
      heldOutRows: 0,
      why: 'on none of the 14 held-out rows is the answer of version 0 known',
    });
  });
});
