import { describe, expect, it } from 'vitest';
import {
  effectOfInjection,
  latePoints,
  moveToLast,
  moveToNext,
} from '../../../../bench/flights/injections.js';
import { DAY } from '../../../../bench/flights/panes.js';
import type { EvidencePane } from '../../../../detectors/evidence.js';

function pane(counts: number[], start = 0): EvidencePane {
  return {
    kind: 'distribution',
    stream: 'x',
    scale: DAY,
    start,
    n: counts.reduce((a, b) => a + b, 0),
    counts,
  };
}

describe('injections', () => {
  it('move rows to the last bin, or each bin one on, and lose none', () => {
    const before = pane([100, 200, 300, 400]);
    expect(moveToLast('x', 0.1)(before)).toMatchObject({ n: 1000, counts: [90, 180, 270, 460] });
    expect(moveToNext('x', 0.1)(before)).toMatchObject({ n: 1000, counts: [90, 190, 290, 430] });
    expect(before).toEqual(pane([100, 200, 300, 400]));
  });

  it('leave other streams alone', () => {
    const other = pane([1, 2, 3]);
    expect(moveToLast('y', 0.5)(other)).toBe(other);
    expect(latePoints(0.1)(other)).toBe(other);
  });

  it('turn so many points of the rows late', () => {
    const rate: EvidencePane = { kind: 'rate', stream: 'late', scale: DAY, start: 0, n: 1000, errors: 200 };
    expect(latePoints(0.1)(rate)).toMatchObject({ errors: 300 });
  });

  it('have an effect of their own, and none when nothing moves', () => {
    const data = Array.from({ length: 42 }, (_, day) => pane([500, 300, 200, 100], day * DAY));
    const reference = { from: 0, to: 42 * DAY, live: 42 * DAY };
    const effect = (share: number) =>
      effectOfInjection({ data, performance: [] }, 'x', moveToNext('x', share), reference);
    expect(effect(0)).toBe(0);
    expect(effect(0.3)).toBeGreaterThan(effect(0.1));
    expect(effect(1)).toBeLessThan(1);
  });
});
