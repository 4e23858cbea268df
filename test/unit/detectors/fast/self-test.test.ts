import { describe, expect, it } from 'vitest';
import { MONDAY, panesOfDay } from '../../../../bench/fast-path/season.js';
import { calibrateFast, fastSelfTest } from '../../../../detectors/fast/index.js';
import type { EvidencePane } from '../../../../detectors/pane.js';
import { seededRandom } from '../../../../detectors/random.js';

const reference = Array.from({ length: 21 }, (_, day) => panesOfDay({ seed: 4, precision: 32 }, day))
  .flat()
  .filter(({ stream }) => stream === 'errors' || stream === 'failures');
const options = { minUnits: 21, budget: 100 };

describe('the self-test of the fast path', () => {
  it('finds no alarm in a reference whose weeks are alike', () => {
    const found = fastSelfTest(reference, options, seededRandom(1), 2);
    expect(found).toMatchObject({ falseAlarms: 0, alarmedWeeks: 0, weeks: 3, units: 2 * 29 * 7 });
  });

  it('finds the week that is an alarm to the others, as often as it is drawn', () => {
    const stormy = reference.map((pane): EvidencePane => {
      const inStorm = pane.stream === 'failures' && pane.start === MONDAY + 9 * 86_400_000;
      return inStorm && pane.kind === 'rate' ? { ...pane, errors: pane.n } : pane;
    });
    const found = fastSelfTest(stormy, options, seededRandom(1), 2);
    expect(found.alarmedWeeks).toBe(1);
    expect(found.falseAlarms).toBeGreaterThan(1);
    expect(found.interval[1]).toBeGreaterThan(found.interval[0]);
  });
});

describe('the weights of the fast path', () => {
  it('give the vital streams half, together 1', () => {
    const { streams, weights } = calibrateFast(panesWith(['errors', 'a', 'b', 'c']), {
      minUnits: 14,
      vital: ['errors'],
    });
    expect(streams.map(({ stream }) => stream)).toEqual(['a', 'b', 'c', 'errors']);
    expect(weights).toEqual([1 / 6, 1 / 6, 1 / 6, 0.5]);
  });
});

function panesWith(names: readonly string[]): EvidencePane[] {
  const errors = reference.filter(({ stream }) => stream === 'errors');
  return names.flatMap((stream) => errors.map((pane) => ({ ...pane, stream })));
}
