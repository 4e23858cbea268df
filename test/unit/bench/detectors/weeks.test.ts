import { describe, expect, it } from 'vitest';
import { FIRST_WEEK, onEnd, randomSplit, WEEK } from '../../../../bench/detectors/clean-flights.js';
import type { EvidencePane } from '../../../../detectors/evidence.js';
import { seededRandom } from '../../../../detectors/random.js';

describe('randomSplit', () => {
  it('uses every week once', () => {
    const weeks = Array.from({ length: 24 }, (_, week) => week);
    const { reference, live } = randomSplit(seededRandom(3), weeks, 6);
    expect(reference).toHaveLength(6);
    expect([...reference, ...live].sort((a, b) => a - b)).toEqual(weeks);
    expect(reference).not.toEqual(weeks.slice(0, 6));
  });
});

describe('onEnd', () => {
  it('moves weeks together and keeps the time of the week', () => {
    const hour = 3_600_000;
    const pane = (week: number): EvidencePane => ({
      kind: 'rate',
      stream: 'late',
      scale: 24 * hour,
      start: FIRST_WEEK + week * WEEK + 5 * hour,
      n: 10,
      errors: week,
    });
    const moved = onEnd([[pane(0)], [pane(1)], [pane(2)]], [2, 0]);
    expect(moved.map(({ start }) => start)).toEqual([FIRST_WEEK + 5 * hour, FIRST_WEEK + WEEK + 5 * hour]);
    expect(moved.map((each) => each.kind === 'rate' && each.errors)).toEqual([2, 0]);
  });
});
