import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addRanking,
  emptyRanking,
  hitRate,
  meanReciprocalRank,
  mergeRanking,
  ndcg,
  RANKED_PLACES,
  RANKING_CUTS,
  rankingFromJson,
  rankingToJson,
  takeRate,
  type Chosen,
} from '../../../src/metrics/ranking.js';
import { obeysTheLaws } from '../aggregates/monoid.js';

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const row = fc.record({
  ranked: fc.array(id, { maxLength: 8 }),
  chosen: fc.array(
    fc.oneof(fc.record({ id }), fc.record({ id, gain: fc.double({ min: 1e-3, max: 1e6, noNaN: true }) })),
    { maxLength: 4 },
  ),
});
type Row = { readonly ranked: readonly string[]; readonly chosen: readonly Chosen<string>[] };

obeysTheLaws(
  'RankingSums',
  {
    empty: emptyRanking,
    add: (sums, { ranked, chosen }: Row) => addRanking(sums, ranked, chosen),
    merge: mergeRanking,
    toJson: rankingToJson,
    fromJson: rankingFromJson,
  },
  row,
  30,
);

function one(ranked: readonly string[], chosen: readonly Chosen<string>[]) {
  const sums = emptyRanking();
  addRanking(sums, ranked, chosen);
  return sums;
}

describe('the metrics of ranked lists', () => {
  it('have the NDCG of the example in the documentation of scikit-learn', () => {
    // True relevance 10, 0, 0, 1, 5; scores .1, .2, .3, 4, 70: the last is ranked first.
    const sums = one(['e', 'd', 'c', 'b', 'a'], [{ id: 'a', gain: 10 }, { id: 'd', gain: 1 }, { id: 'e', gain: 5 }]); // prettier-ignore
    expect(ndcg(sums, 5).value).toBeCloseTo(0.6956940443813076, 12);
  });

  it('are 1 for the best order and 0 where nothing of what was chosen is shown', () => {
    const best = one(['a', 'b'], [{ id: 'b', gain: 1 }, { id: 'a', gain: 2 }]); // prettier-ignore
    const none = one(['a', 'b'], [{ id: 'z' }]);
    for (const cut of RANKING_CUTS) {
      expect([ndcg(best, cut).value, hitRate(best, cut).value]).toEqual([1, 1]);
      expect([ndcg(none, cut).value, hitRate(none, cut).value]).toEqual([0, 0]);
    }
    expect([meanReciprocalRank(best).value, meanReciprocalRank(none).value]).toEqual([1, 0]);
    expect([takeRate(best).value, takeRate(none).value]).toEqual([1, 0]);
  });

  it('count a list of which nothing was chosen in the take rate alone', () => {
    const sums = one(['a', 'b', 'c'], [{ id: 'b' }]);
    addRanking(sums, ['a'], []);
    expect([hitRate(sums, 1).value, hitRate(sums, 3).value]).toEqual([0, 1]);
    expect([meanReciprocalRank(sums).value, takeRate(sums).value]).toEqual([0.5, 0.5]);
  });

  it('say why there is none', () => {
    const nothing = one(['a'], []);
    expect(ndcg(nothing, 1).reason).toBe('nothing was chosen for any of the lists');
    expect(hitRate(emptyRanking(), 1).reason).toBe('there are no rows');
    expect(takeRate(emptyRanking()).reason).toBe('there are no rows');
    expect(meanReciprocalRank(nothing).reason).toBe('nothing was chosen for any of the lists');
  });

  it('read an id that stands twice once, and none beyond the places that are looked at', () => {
    const twice = one(['a', 'a', 'b'], [{ id: 'a' }, { id: 'a', gain: 2 }]); // prettier-ignore
    expect(ndcg(twice, 10).value).toBe(1);
    const long = Array.from({ length: RANKED_PLACES + 1 }, (_, i) => `id ${i}`);
    expect(meanReciprocalRank(one(long, [{ id: `id ${RANKED_PLACES}` }])).value).toBe(0);
    expect(meanReciprocalRank(one(long, [{ id: `id ${RANKED_PLACES - 1}` }])).value).toBe(1 / RANKED_PLACES);
  });

  it('stay between 0 and 1, whatever the gains', () => {
    expect(ndcg(one(['a', 'b'], [{ id: 'b', gain: 1e308 }, { id: 'a', gain: 1.7e308 }]), 3).value).toBe(1); // prettier-ignore
    fc.assert(
      fc.property(row, ({ ranked, chosen }) => {
        const sums = one(ranked, chosen);
        for (const cut of RANKING_CUTS) {
          const value = ndcg(sums, cut).value ?? 0;
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
          if ((hitRate(sums, cut).value ?? 0) === 0) expect(value).toBe(0);
        }
      }),
    );
  });

  it('refuse a gain that is none', () => {
    for (const gain of [0, -1, NaN, Infinity]) {
      expect(() => one(['a'], [{ id: 'a', gain }])).toThrow(`a number above 0, not ${gain}`);
    }
  });
});
