import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitByCell, variationOf } from '../../../src/why/cell.js';
import { mixAndConcept } from '../../../src/why/mix-concept.js';
import { twoSides } from './arbitrary.js';

describe('splitByCell', () => {
  it('adds up to the change for every cell, full, empty, unseen or gone', () => {
    fc.assert(
      fc.property(twoSides(), ([before, now]) => {
        const { delta, bins } = mixAndConcept(before, now);
        for (const { bin, concept } of bins) {
          const cell = splitByCell(before, now, bin);
          expect(Math.abs(cell.mix + cell.concept + cell.rest - delta)).toBeLessThanOrEqual(1e-9);
          expect(Math.abs(cell.concept - concept)).toBeLessThanOrEqual(1e-12);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('tells of the same mix from both sides of a feature with two bins', () => {
    const before = { counts: [70, 30], losses: [7, 9] };
    const now = { counts: [50, 50], losses: [5, 15] };
    expect(splitByCell(before, now, 0).mix).toBeCloseTo(0.04, 12);
    expect(splitByCell(before, now, 1).mix).toBeCloseTo(0.04, 12);
  });
});

describe('variationOf', () => {
  const panes = [
    { counts: [80, 20], losses: [8, 4] },
    { counts: [60, 40], losses: [6, 16] },
    { counts: [70, 30], losses: [7, 10] },
  ];
  const before = { counts: [210, 90], losses: [21, 30] };

  it('is the deviation of the parts between the panes', () => {
    const parts = panes.map((pane) => splitByCell(before, pane, 1).mix);
    const mean = (parts[0]! + parts[1]! + parts[2]!) / 3;
    const deviation = Math.sqrt(parts.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 2);
    const steady = variationOf([panes[0]!, panes[0]!], before, 1, 0.2, 1e-12);
    for (const value of Object.values(steady)) expect(value).toBeCloseTo(0, 6);
    expect(variationOf(panes, before, 1, 0.2, 1e-12).mix).toBeCloseTo(deviation, 12);
  });

  it('never falls to 0 for a bin that the reference never had, or for a single pane', () => {
    const calm = { counts: [100, 0], losses: [0, 0] };
    for (const reference of [[calm, calm], [calm], []]) {
      const { mix, concept, own } = variationOf(reference, calm, 1, 0.2, 1);
      expect(mix).toBeGreaterThan(0);
      expect(concept).toBeGreaterThan(0);
      expect(own).toBeGreaterThan(0);
    }
  });

  it("does not know what is a cell's own where it has whole panes", () => {
    const days = [
      { counts: [100, 0], losses: [10, 0] },
      { counts: [0, 100], losses: [0, 20] },
    ];
    expect(variationOf(days, { counts: [100, 100], losses: [10, 20] }, 1, 0.5, 0.2).own).toBe(Infinity);
  });

  it('passes over panes without rows', () => {
    const empty = { counts: [0, 0], losses: [0, 0] };
    expect(variationOf([...panes, empty], before, 1, 0.2, 1)).toEqual(variationOf(panes, before, 1, 0.2, 1));
  });
});
