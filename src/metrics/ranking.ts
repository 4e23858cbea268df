import { sumValue, type ExactSum } from '../aggregates/exact-sum.js';
import { RANKING_CUTS, type RankingCut, type RankingSums } from '../aggregates/ranking-sums.js';
import { measured, NO_ROWS, undefinedBecause, type Measured } from './measured.js';

export {
  addRanking,
  emptyRanking,
  mergeRanking,
  RANKED_PLACES,
  RANKING_CUTS,
  rankingFromJson,
  rankingToJson,
  WATCHED_CUT,
  type Chosen,
  type RankingCut,
  type RankingJson,
  type RankingSums,
} from '../aggregates/ranking-sums.js';

const NOTHING_CHOSEN = undefinedBecause('nothing was chosen for any of the lists');

/**
 * Of the lists for which anything was chosen, the share with a chosen item among the first k.
 * @example
 * const sums = emptyRanking();
 * addRanking(sums, ['a', 'b', 'c'], [{ id: 'b' }]);
 * hitRate(sums, 1).value; // 0
 */
export function hitRate({ lists, chosen, hits }: RankingSums, cut: RankingCut): Measured {
  if (lists === 0) return NO_ROWS;
  return chosen === 0 ? NOTHING_CHOSEN : measured((hits[RANKING_CUTS.indexOf(cut)] as number) / chosen);
}

/**
 * Mean of the discounted gain of the first k places over the best that an order of what was chosen could have: 0 to 1.
 * @example
 * const sums = emptyRanking();
 * addRanking(sums, ['a', 'b'], [{ id: 'b', gain: 3 }]);
 * ndcg(sums, 3).value; // 0.6309
 */
export function ndcg({ lists, chosen, gains }: RankingSums, cut: RankingCut): Measured {
  if (lists === 0) return NO_ROWS;
  return chosen === 0
    ? NOTHING_CHOSEN
    : measured(sumValue(gains[RANKING_CUTS.indexOf(cut)] as ExactSum) / chosen);
}

/**
 * Mean of 1 / rank of the first chosen item, over the lists for which anything was chosen; 0 where it is on no place.
 * @example
 * const [east, west] = [emptyRanking(), emptyRanking()];
 * addRanking(west, ['a', 'b'], [{ id: 'b' }]);
 * mergeRanking(east, west);
 * meanReciprocalRank(east).value; // 0.5
 */
export function meanReciprocalRank({ lists, chosen, reciprocal }: RankingSums): Measured {
  if (lists === 0) return NO_ROWS;
  return chosen === 0 ? NOTHING_CHOSEN : measured(sumValue(reciprocal) / chosen);
}

/**
 * Share of the lists from which anything was taken.
 * @example
 * const sums = emptyRanking();
 * addRanking(sums, ['a'], [{ id: 'a' }]);
 * takeRate(rankingFromJson(rankingToJson(sums))).value; // 1
 */
export function takeRate({ lists, taken }: RankingSums): Measured {
  return lists === 0 ? NO_ROWS : measured(taken / lists);
}
