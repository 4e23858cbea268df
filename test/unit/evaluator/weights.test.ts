import { describe, expect, it } from 'vitest';
import { emptyModel, versionOf, type VersionState } from '../../../consumers/evaluator/model-state.js';
import { hasWeightsOf, noteWeights, weightsSince } from '../../../consumers/evaluator/weights.js';
import { seededRandom } from '../../../detectors/random.js';
import { addWeights, emptyWeightCounts, weightsText } from '../../../src/aggregates/weight-counts.js';
import type { Reference } from '../../../src/policy/reference.js';
import type { WeightsRecord } from '../../../src/records/feed.js';
import { BEFORE_TIME } from '../../../src/stream/settings.js';

const named = (clicks: number, dwell = 1 - clicks) => ({
  names: ['clicks', 'dwell'],
  values: Float64Array.of(clicks, dwell),
});
type Rows = readonly (readonly [weights: ReturnType<typeof named>, rows: number])[];

/** Panes of width 1, one after the other from `from` on; what is told. */
function tell(version: VersionState, panes: readonly Rows[], from = 0): WeightsRecord[] {
  return panes.flatMap((rows, i) => {
    const weights = emptyWeightCounts();
    for (const [each, n] of rows) for (let k = 0; k < n; k++) addWeights(weights, each);
    return noteWeights('m', version, { weights }, [from + i, from + i + 1]) ?? [];
  });
}
const version = () => versionOf(emptyModel('m', 1), '1', 0);
const [A, B] = [named(0.7), named(0.2)];
const times = (n: number, rows: Rows): Rows[] => Array.from({ length: n }, () => rows);
const shares = (of: WeightsRecord['after']) => of.map(({ weights, share }) => [weights['clicks'], share]);

describe('a change of weights', () => {
  it('is told once, with both and since when', () => {
    const told = tell(version(), [...times(5, [[A, 100]]), ...times(5, [[B, 100]])]);
    expect(told).toMatchObject([
      { kind: 'weights', model: 'm', version: '1', at: 5, toldAt: 6, before: [{ weights: { clicks: 0.7 }, share: 1 }], after: [{ weights: { clicks: 0.2 }, share: 1 }] },
    ]); // prettier-ignore
  });

  it('in the middle of a pane, or over several, is one: what follows says how it ends', () => {
    const half = tell(version(), [[[A, 100]], [[A, 60], [B, 40]], [[B, 100]], [[B, 100]]]);
    expect(half.map(({ at, toldAt, after }) => [at, toldAt, shares(after)])).toEqual([
      [1, 2, [[0.7, 0.6], [0.2, 0.4]]],
      [1, 3, [[0.2, 1]]],
    ]);
    const few = tell(version(), [[[A, 24]], [[A, 5], [B, 19]], [[B, 24]], [[B, 24]]]);
    expect(few.map(({ toldAt }) => toldAt)).toEqual([2, 3]);
    const slow = tell(version(), [100, 70, 40, 10, 0, 0].map((n) => [[A, n], [B, 100 - n]]));
    for (const told of [half, few, slow]) expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    // The last tenth is no change of its own.
    expect(shares(slow.at(-1)?.after ?? [])).toEqual([
      [0.2, 0.9],
      [0.7, 0.1],
    ]);
  }); // prettier-ignore

  it('and back again are two', () => {
    const told = tell(version(), [...times(3, [[A, 50]]), ...times(3, [[B, 50]]), ...times(3, [[A, 50]])]);
    expect(told.map(({ at }) => at)).toEqual([3, 6]);
    expect(told[0]?.id).not.toBe(told[1]?.id);
  });

  it('of panes with a row each is told when there are enough of them, since the first', () => {
    const told = tell(version(), [...times(60, [[A, 1]]), ...times(40, [[B, 1]])]);
    // In stretches of 20 rows from the second pane on: the one with 59 holds one row of before.
    expect(told).toHaveLength(1);
    expect(told[0]?.at).toBe(61);
  });

  it('is none in an experiment that goes on, in panes of any size', () => {
    const random = seededRandom(1);
    for (const n of [2, 30, 1000]) {
      const panes = Array.from({ length: n === 1000 ? 50 : 2000 }, (): Rows => {
        let ofA = 0;
        for (let i = 0; i < n; i++) if (random() < 0.5) ofA++;
        return [[A, ofA], [B, n - ofA]];
      }); // prettier-ignore
      expect([n, tell(version(), panes)]).toEqual([n, []]);
    }
  });

  it('is the beginning of an experiment, and its end', () => {
    const told = tell(version(), [
      ...times(3, [[A, 500]]),
      ...times(9, [[A, 250], [B, 250]]),
      ...times(3, [[B, 500]]),
    ]); // prettier-ignore
    expect(told.map(({ at }) => at)).toEqual([3, 12]);
  });

  it('is none where each request is weighed by itself, and none of a trial on a few', () => {
    const random = seededRandom(2);
    const own = (n: number): Rows => Array.from({ length: n }, () => [named(random()), 1] as const);
    for (const n of [3, 25, 300]) expect(tell(version(), Array.from({ length: 60 }, () => own(n)))).toEqual([]);
    expect(tell(version(), [[[A, 1000]], ...times(20, [[A, 950], [B, 50]])])).toEqual([]);
  }); // prettier-ignore

  it('is none of what says no weights', () => {
    const one = version();
    expect(tell(one, [[], []])).toEqual([]);
    expect(one.weights).toBeNull();
  });
});

describe('weights in force', () => {
  const by = (weights: ReturnType<typeof named>) => ({ weights: { rows: 5000, by: { [weightsText(weights)]: 5000 } } }) as unknown as Reference; // prettier-ignore

  it('are those of the time that is asked for: the other clock is behind', () => {
    const one = version();
    tell(one, [...times(5, [[A, 100]]), ...times(5, [[B, 100]])]);
    expect([0, 4, 5, 9, 100].map((start) => hasWeightsOf(one, by(A), start))).toEqual([true, true, false, false, false]); // prettier-ignore
    expect([0, 5, 9].map((start) => hasWeightsOf(one, by(B), start))).toEqual([false, true, true]);
    expect([0, 4, 5, 9].map((time) => weightsSince(one, time))).toEqual([BEFORE_TIME, BEFORE_TIME, 5, 5]);
  });

  it('are held against the first ones where the reference is from before they were said', () => {
    const one = version();
    tell(one, [[[A, 100]], [[B, 100]]]);
    expect([0, 1].map((start) => hasWeightsOf(one, {} as Reference, start))).toEqual([true, false]);
  });

  it('are always those of the reference where none are said', () => {
    expect(hasWeightsOf(version(), by(A), 0)).toBe(true);
    expect(weightsSince(version(), 0)).toBe(BEFORE_TIME);
  });
});
