import { RANKING_CUTS, type RankingSums } from '../aggregates/ranking-sums.js';
import type { Measured } from './measured.js';
import { hitRate, meanReciprocalRank, ndcg, takeRate } from './ranking.js';

/** Every metric of the lists of a pane with rows, or why it has none. */
export function rankingMetrics(sums: RankingSums): Record<string, Measured> {
  return {
    ...Object.fromEntries(RANKING_CUTS.map((cut) => [`hitAt${cut}`, hitRate(sums, cut)])),
    ...Object.fromEntries(RANKING_CUTS.map((cut) => [`ndcgAt${cut}`, ndcg(sums, cut)])),
    mrr: meanReciprocalRank(sums),
    takeRate: takeRate(sums),
  };
}
