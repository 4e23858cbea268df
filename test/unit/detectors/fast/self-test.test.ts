import { describe, expect, it } from 'vitest';
import { MONDAY, panesOfDay } from '../../../../bench/fast-path/season.js';
import { fastSelfTest } from '../../../../detectors/fast/index.js';
import type { EvidencePane } from '../../../../detectors/pane.js';
import { seededRandom } from '../../../../detectors/random.js';

const reference = Array.from({ length: 21 }, (_, day) =>
  panesOfDay({ seed: 4, precision: 32, features: 0 }, day),
)
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
