import {
  addToSum,
  emptySum,
  mergeSum,
  sumFromJson,
  sumToJson,
  sumValue,
  type ExactSum,
  type ExactSumJson,
} from '../aggregates/exact-sum.js';
import { measured, NO_ROWS, undefinedBecause, type Measured } from './measured.js';

/** How good ranked lists were, by what people chose from them: mergeable sums over lists. */
export interface RankingSums {
  /** Lists whose outcome is known. */
  lists: number;
  /** Lists from which something was chosen that was on them. */
  taken: number;
  /** Lists for which anything was chosen at all, on them or not: what the metrics by rank are about. */
  chosen: number;
  /** By `RANKING_CUTS`: lists with a chosen item among the first k, and sums of NDCG@k. */
  readonly hits: number[];
  readonly gains: readonly ExactSum[];
  /** Sum of 1 / rank of the first chosen item; 0 for lists without one. */
  readonly reciprocal: ExactSum;
}

/** The k of hit@k and NDCG@k. */
export const RANKING_CUTS = [1, 3, 5, 10] as const;
export type RankingCut = (typeof RANKING_CUTS)[number];

/** Places of a list that are looked at: the first chosen item beyond has no rank. */
export const RANKED_PLACES = 20;

/** One thing that was chosen; `gain` is how much it was worth, above 0: 1 unless said. */
export interface Chosen<Id> {
  readonly id: Id;
  readonly gain?: number;
}

export function emptyRanking(): RankingSums {
  return {
    lists: 0,
    taken: 0,
    chosen: 0,
    hits: RANKING_CUTS.map(() => 0),
    gains: RANKING_CUTS.map(() => emptySum()),
    reciprocal: emptySum(),
  };
}

/**
 * Adds a list and what was chosen. Ids may be texts, or hashes of them. An id that stands twice in a list counts where it
 * stands first; one that was chosen twice counts once, with its largest gain.
 *
 * @param ranked  best first; places beyond `RANKED_PLACES` are not looked at
 * @param chosen  in any order; empty: nothing was
 * @throws RangeError for a gain that is not finite and above 0
 * @example
 * const sums = emptyRanking();
 * addRanking(sums, ['a', 'b', 'c'], [{ id: 'b' }]);
 * meanReciprocalRank(sums).value; // 0.5
 */
export function addRanking<Id>(
  sums: RankingSums,
  ranked: readonly Id[],
  chosen: readonly Chosen<Id>[],
): void {
  const gains = gainsOf(chosen);
  sums.lists++;
  if (gains.size === 0) return;
  sums.chosen++;
  const found = gainsByPlace(ranked, gains);
  const first = found.findIndex((gain) => gain > 0);
  if (first >= 0) {
    sums.taken++;
    addToSum(sums.reciprocal, 1 / (first + 1));
  }
  const ideal = [...gains.values()].sort((a, b) => b - a);
  const largest = ideal[0] as number;
  RANKING_CUTS.forEach((cut, i) => {
    if (first >= 0 && first < cut) sums.hits[i] = (sums.hits[i] as number) + 1;
    addToSum(sums.gains[i] as ExactSum, discounted(found, cut, largest) / discounted(ideal, cut, largest));
  });
}

function gainsOf<Id>(chosen: readonly Chosen<Id>[]): Map<Id, number> {
  const gains = new Map<Id, number>();
  for (const { id, gain = 1 } of chosen) {
    if (!(gain > 0 && Number.isFinite(gain))) {
      throw new RangeError(
        `the gain of what was chosen is a number above 0, not ${gain}: leave out what was not`,
      );
    }
    gains.set(id, Math.max(gain, gains.get(id) ?? 0));
  }
  return gains;
}

/** What each place of a list brought; an id counts once. */
function gainsByPlace<Id>(ranked: readonly Id[], gains: ReadonlyMap<Id, number>): number[] {
  const seen = new Set<Id>();
  return ranked.slice(0, RANKED_PLACES).map((id) => {
    if (seen.has(id)) return 0;
    seen.add(id);
    return gains.get(id) ?? 0;
  });
}

/**
 * Discounted cumulative gain of the first places (Järvelin and Kekäläinen, 2002): gains taken as they are, in units of the
 * largest, so that no sum of them is beyond float64.
 */
function discounted(gains: readonly number[], cut: number, largest: number): number {
  return gains.slice(0, cut).reduce((sum, gain, place) => sum + gain / largest / Math.log2(place + 2), 0);
}

/**
 * Adds the lists of others.
 * @example
 * const [east, west] = [emptyRanking(), emptyRanking()];
 * addRanking(west, ['a'], []);
 * mergeRanking(east, west);
 * takeRate(east).value; // 0
 */
export function mergeRanking(into: RankingSums, from: RankingSums): void {
  into.lists += from.lists;
  into.taken += from.taken;
  into.chosen += from.chosen;
  from.hits.forEach((n, i) => (into.hits[i] = (into.hits[i] as number) + n));
  from.gains.forEach((sum, i) => mergeSum(into.gains[i] as ExactSum, sum));
  mergeSum(into.reciprocal, from.reciprocal);
}

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

/** Mean of 1 / rank of the first chosen item, over the lists for which anything was chosen; 0 where it is on no place. */
export function meanReciprocalRank({ lists, chosen, reciprocal }: RankingSums): Measured {
  if (lists === 0) return NO_ROWS;
  return chosen === 0 ? NOTHING_CHOSEN : measured(sumValue(reciprocal) / chosen);
}

/** Share of the lists from which anything was taken. */
export function takeRate({ lists, taken }: RankingSums): Measured {
  return lists === 0 ? NO_ROWS : measured(taken / lists);
}

/** JSON form: equal sums have equal bytes. */
export interface RankingJson {
  readonly lists: number;
  readonly taken: number;
  readonly chosen: number;
  readonly hits: readonly number[];
  readonly gains: readonly ExactSumJson[];
  readonly reciprocal: ExactSumJson;
}

/**
 * For storage and transport.
 * @example rankingToJson(emptyRanking()).lists; // 0
 */
export function rankingToJson({ lists, taken, chosen, hits, gains, reciprocal }: RankingSums): RankingJson {
  return {
    lists,
    taken,
    chosen,
    hits: [...hits],
    gains: gains.map(sumToJson),
    reciprocal: sumToJson(reciprocal),
  };
}

/**
 * The sums that `rankingToJson` stored.
 * @example
 * const sums = emptyRanking();
 * addRanking(sums, ['a'], [{ id: 'a' }]);
 * takeRate(rankingFromJson(rankingToJson(sums))).value; // 1
 */
export function rankingFromJson({ lists, taken, chosen, hits, gains, reciprocal }: RankingJson): RankingSums {
  return {
    lists,
    taken,
    chosen,
    hits: [...hits],
    gains: gains.map(sumFromJson),
    reciprocal: sumFromJson(reciprocal),
  };
}
