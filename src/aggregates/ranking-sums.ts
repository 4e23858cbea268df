import {
  addToSum,
  emptySum,
  mergeSum,
  sumFromJson,
  sumToJson,
  type ExactSum,
  type ExactSumJson,
} from './exact-sum.js';

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
  /** Sums of squared NDCG@k: how much it varies from list to list. */
  readonly squares: readonly ExactSum[];
  /** Sum of 1 / rank of the first chosen item; 0 for lists without one. */
  readonly reciprocal: ExactSum;
}

/** The k of hit@k and NDCG@k. */
export const RANKING_CUTS = [1, 3, 5, 10] as const;
export type RankingCut = (typeof RANKING_CUTS)[number];

/** NDCG at this k is what a ranking model is watched by: the loss of a list is 1 less it. */
export const WATCHED_CUT: RankingCut = 10;

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
    squares: RANKING_CUTS.map(() => emptySum()),
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
 * sumValue(sums.reciprocal); // 0.5
 *
 * @returns NDCG@`WATCHED_CUT` of the list; null where nothing was chosen
 */
export function addRanking<Id>(
  sums: RankingSums,
  ranked: readonly Id[],
  chosen: readonly Chosen<Id>[],
): number | null {
  const gains = gainsOf(chosen);
  sums.lists++;
  if (gains.size === 0) return null;
  sums.chosen++;
  const found = gainsByPlace(ranked, gains);
  const first = found.findIndex((gain) => gain > 0);
  if (first >= 0) {
    sums.taken++;
    addToSum(sums.reciprocal, 1 / (first + 1));
  }
  const ideal = [...gains.values()].sort((a, b) => b - a);
  const largest = ideal[0] as number;
  let watched = 0;
  RANKING_CUTS.forEach((cut, i) => {
    if (first >= 0 && first < cut) sums.hits[i] = (sums.hits[i] as number) + 1;
    const gain = discounted(found, cut, largest) / discounted(ideal, cut, largest);
    addToSum(sums.gains[i] as ExactSum, gain);
    addToSum(sums.squares[i] as ExactSum, gain * gain);
    if (cut === WATCHED_CUT) watched = gain;
  });
  return watched;
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
 * east.lists; // 1
 */
export function mergeRanking(into: RankingSums, from: RankingSums): void {
  into.lists += from.lists;
  into.taken += from.taken;
  into.chosen += from.chosen;
  from.hits.forEach((n, i) => (into.hits[i] = (into.hits[i] as number) + n));
  from.gains.forEach((sum, i) => mergeSum(into.gains[i] as ExactSum, sum));
  from.squares.forEach((sum, i) => mergeSum(into.squares[i] as ExactSum, sum));
  mergeSum(into.reciprocal, from.reciprocal);
}

/** JSON form: equal sums have equal bytes. */
export interface RankingJson {
  readonly lists: number;
  readonly taken: number;
  readonly chosen: number;
  readonly hits: readonly number[];
  readonly gains: readonly ExactSumJson[];
  readonly squares: readonly ExactSumJson[];
  readonly reciprocal: ExactSumJson;
}

/**
 * For storage and transport.
 * @example rankingToJson(emptyRanking()).lists; // 0
 */
export function rankingToJson({
  lists,
  taken,
  chosen,
  hits,
  gains,
  squares,
  reciprocal,
}: RankingSums): RankingJson {
  return {
    lists,
    taken,
    chosen,
    hits: [...hits],
    gains: gains.map(sumToJson),
    squares: squares.map(sumToJson),
    reciprocal: sumToJson(reciprocal),
  };
}

/**
 * The sums that `rankingToJson` stored.
 * @example
 * const sums = emptyRanking();
 * addRanking(sums, ['a'], [{ id: 'a' }]);
 * rankingFromJson(rankingToJson(sums)).taken; // 1
 */
export function rankingFromJson({
  lists,
  taken,
  chosen,
  hits,
  gains,
  squares,
  reciprocal,
}: RankingJson): RankingSums {
  return {
    lists,
    taken,
    chosen,
    hits: [...hits],
    gains: gains.map(sumFromJson),
    squares: squares.map(sumFromJson),
    reciprocal: sumFromJson(reciprocal),
  };
}
