import { describe, expect, it } from 'vitest';
import { scoreOf } from '../../../bench/stories/score.js';
import { tell } from '../../../bench/stories/tell.js';

/** Fifteen seconds of CPU; a hundred seeds of every story are `npm run bench -- stories`. */
describe('a story through the stages, under the settings of a newcomer', () => {
  it('detours in the north: concept, the region first, since the day it began, and nothing else', () => {
    const told = tell({ name: 'delivery', variant: 'concept', seed: 1, scale: 0.4, pane: '1h' });
    const score = scoreOf(told);
    expect(told.watchedFrom).not.toBeNull();
    expect(score.changes).toMatchObject([{ kind: 'concept', verdict: 'right' }]);
    expect(score.changes[0]?.delay).toBeLessThan(2);
    expect(score).toMatchObject({ before: 0, untrue: [] });
    expect(told.alerts[0]?.causes[0]).toMatchObject({ name: 'region', bin: 'north', kind: 'concept' });
    expect(told.alerts[0]?.why).toContain('rows with region north doing worse');
  });
});
