import { delayBucket } from '../estimates/delay-buckets.js';
import { addToRanking, fits, probabilityOf, squaredDistance } from './add-pair.js';
import { addLabels, confusionToJson, mergeConfusion, type ConfusionCounts } from './confusion-counts.js';
import { delaysFromJson, delaysToJson, emptyDelays, mergeDelays, type DelaysJson } from './delay-counts.js';
import {
  addToSum,
  emptySum,
  mergeSum,
  sumFromJson,
  sumToJson,
  type ExactSum,
  type ExactSumJson,
} from './exact-sum.js';
import type { ScoredPair } from './pair-of.js';
import {
  emptyRanking,
  mergeRanking,
  rankingFromJson,
  rankingToJson,
  type RankingJson,
  type RankingSums,
} from './ranking-sums.js';

/**
 * How the predictions of one stretch of time turned out, as far as one moment knew: what performance by prediction time is
 * read from. Sums and counts only, since many cohorts are open at once: a hundred bytes or two each. A commutative monoid
 * over the SET of joined pairs.
 */
export interface CohortPane {
  /** Joined pairs with an answer, whose prediction had failed, and whose outcome does not fit: as in `OutcomePane`. */
  n: number;
  failed: number;
  mismatched: number;
  /** All of them, by how long the outcome took: `delayBucket`. */
  readonly delays: number[];
  confusion: ConfusionCounts;
  /** Rows with a probability, and their sums. */
  scored: number;
  readonly logLoss: ExactSum;
  readonly brier: ExactSum;
  /** Regression: sums of errors, absolute and squared ones; rows whose error is beyond float64 are in none of them. */
  finite: number;
  readonly error: ExactSum;
  readonly absoluteError: ExactSum;
  readonly squaredError: ExactSum;
  /** Ranking; null without lists. */
  ranking: RankingSums | null;
}

export function emptyCohort(): CohortPane {
  return {
    n: 0,
    failed: 0,
    mismatched: 0,
    delays: emptyDelays(),
    confusion: new Map(),
    scored: 0,
    logLoss: emptySum(),
    brier: emptySum(),
    finite: 0,
    error: emptySum(),
    absoluteError: emptySum(),
    squaredError: emptySum(),
    ranking: null,
  };
}

/** Adds one joined pair, of which nothing is kept. @param delay  ms from prediction to outcome */
export function addToCohort(cohort: CohortPane, pair: ScoredPair, delay: number): void {
  const bucket = delayBucket(delay);
  cohort.delays[bucket] = (cohort.delays[bucket] as number) + 1;
  if (pair.task === 'failed') cohort.failed++;
  else if (!fits(pair)) cohort.mismatched++;
  else {
    cohort.n++;
    if (pair.task === 'ranking') addToRanking((cohort.ranking ??= emptyRanking()), pair);
    else if (pair.task === 'regression') addError(cohort, pair.value - pair.number);
    else addLabelled(cohort, pair);
  }
}

function addError(cohort: CohortPane, error: number): void {
  if (!Number.isFinite(error)) return;
  cohort.finite++;
  addToSum(cohort.error, error);
  addToSum(cohort.absoluteError, Math.abs(error));
  addToSum(cohort.squaredError, Math.min(error * error, Number.MAX_VALUE));
}

function addLabelled(cohort: CohortPane, pair: ScoredPair): void {
  const actual = pair.text ?? String(pair.number);
  addLabels(cohort.confusion, pair.label, actual);
  const p = probabilityOf(pair, actual);
  if (Number.isNaN(p)) return;
  cohort.scored++;
  addToSum(cohort.logLoss, -Math.log(p));
  if (pair.probabilities) addToSum(cohort.brier, squaredDistance(pair.probabilities, actual));
  else addToSum(cohort.brier, (pair.score - pair.number) * (pair.score - pair.number));
}

export function mergeCohort(into: CohortPane, from: CohortPane): void {
  into.n += from.n;
  into.failed += from.failed;
  into.mismatched += from.mismatched;
  mergeDelays(into.delays, from.delays);
  mergeConfusion(into.confusion, from.confusion);
  into.scored += from.scored;
  mergeSum(into.logLoss, from.logLoss);
  mergeSum(into.brier, from.brier);
  into.finite += from.finite;
  mergeSum(into.error, from.error);
  mergeSum(into.absoluteError, from.absoluteError);
  mergeSum(into.squaredError, from.squaredError);
  if (from.ranking) mergeRanking((into.ranking ??= emptyRanking()), from.ranking);
}

/** JSON form: equal cohorts have equal bytes. */
export interface CohortPaneJson {
  readonly n: number;
  readonly failed: number;
  readonly mismatched: number;
  readonly delays: DelaysJson;
  readonly confusion?: Readonly<Record<string, number>>;
  readonly probabilities?: {
    readonly n: number;
    readonly logLoss: ExactSumJson;
    readonly brier: ExactSumJson;
  };
  readonly errors?: {
    readonly n: number;
    readonly sum: ExactSumJson;
    readonly absolute: ExactSumJson;
    readonly squared: ExactSumJson;
  };
  readonly ranking?: RankingJson;
}

export function cohortToJson(cohort: CohortPane): CohortPaneJson {
  const { n, failed, mismatched, delays, confusion, scored, finite, ranking } = cohort;
  return {
    n,
    failed,
    mismatched,
    delays: delaysToJson(delays),
    ...(confusion.size > 0 && { confusion: confusionToJson(confusion) }),
    ...(scored > 0 && {
      probabilities: { n: scored, logLoss: sumToJson(cohort.logLoss), brier: sumToJson(cohort.brier) },
    }),
    ...(finite > 0 && {
      errors: {
        n: finite,
        sum: sumToJson(cohort.error),
        absolute: sumToJson(cohort.absoluteError),
        squared: sumToJson(cohort.squaredError),
      },
    }),
    ...(ranking && { ranking: rankingToJson(ranking) }),
  };
}

export function cohortFromJson(json: CohortPaneJson): CohortPane {
  const { probabilities, errors } = json;
  return {
    n: json.n,
    failed: json.failed,
    mismatched: json.mismatched,
    delays: delaysFromJson(json.delays),
    confusion: new Map(Object.entries(json.confusion ?? {})),
    scored: probabilities?.n ?? 0,
    logLoss: probabilities ? sumFromJson(probabilities.logLoss) : emptySum(),
    brier: probabilities ? sumFromJson(probabilities.brier) : emptySum(),
    finite: errors?.n ?? 0,
    error: errors ? sumFromJson(errors.sum) : emptySum(),
    absoluteError: errors ? sumFromJson(errors.absolute) : emptySum(),
    squaredError: errors ? sumFromJson(errors.squared) : emptySum(),
    ranking: json.ranking ? rankingFromJson(json.ranking) : null,
  };
}
