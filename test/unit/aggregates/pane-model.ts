/** The panes as functions of the list of all their records: see `set-model.ts`. */
import { MAX_WEIGHTS } from '../../../src/aggregates/weight-counts.js';
import { MAX_CONFUSION_PAIRS } from '../../../src/aggregates/confusion-counts.js';
import { floatKey } from '../../../src/aggregates/float-key.js';
import { MAX_LOSS_BINS } from '../../../src/aggregates/loss-bins.js';
import type { LossesByFeatureJson } from '../../../src/aggregates/losses-by-feature.js';
import { MAX_VALUE_NAMES } from '../../../src/aggregates/named-histograms.js';
import type { OutcomePaneJson } from '../../../src/aggregates/outcome-pane.js';
import {
  MAX_FAILURE_CODES,
  MAX_FEATURES,
  type PredictionPaneJson,
} from '../../../src/aggregates/prediction-pane.js';
import type { FeatureValue, Outcome, Prediction } from '../../../src/events/event.js';
import { squareParts } from './exact-reference.js';
import {
  byName,
  cellsJsonOf,
  countsOf,
  featureJsonOf,
  histogramJsonOf,
  limited,
  valueLossesJsonOf,
  sumJsonOf,
  type JoinedValue,
} from './set-model.js';

type Answer = Prediction['answer'];
type OfTask<T extends Answer['task']> = Extract<Answer, { readonly task: T }>;

export function predictionPaneJsonOf(
  predictions: readonly Prediction[],
  withFeatures: boolean,
): PredictionPaneJson {
  const answers = predictions.map(({ answer }) => answer);
  const failures = answers.flatMap((a) => (a.task === 'failed' ? [a.code] : []));
  const latencies = predictions.map(({ latencyMs }) => latencyMs ?? NaN).filter((ms) => !Number.isNaN(ms));
  const features = (records: readonly Readonly<Record<string, FeatureValue>>[]) =>
    [...byName(records)].map(([name, values]) => [name, featureJsonOf(values)] as const);
  const weights = predictions.flatMap((p) => (p.weights ? [weightsText(p.weights)] : []));
  return {
    n: predictions.length,
    failed: failures.length,
    failures: limited(countsOf(failures), MAX_FAILURE_CODES),
    latency: histogramJsonOf(latencies),
    features: withFeatures ? limited(features(predictions.map((p) => p.features)), MAX_FEATURES) : {},
    answers: withFeatures ? limited(features(answers.map(asFeatures)), 5) : {},
    ...(withFeatures &&
      weights.length > 0 && {
        weights: { rows: weights.length, by: limited(countsOf(weights), MAX_WEIGHTS) },
      }),
  };
}

/** As the weights of a row stand in a pane: those that are something, by name. */
function weightsText(weights: Readonly<Record<string, number>>): string {
  const said = Object.keys(weights)
    .sort()
    .filter((name) => weights[name] !== 0);
  return JSON.stringify(said.map((name) => [name, weights[name]]));
}

function asFeatures(answer: Answer): Record<string, FeatureValue> {
  switch (answer.task) {
    case 'binary':
      return {
        label: String(answer.label),
        ...(answer.score !== undefined && { score: answer.score }),
      };
    case 'multiclass':
      return {
        label: answer.label,
        ...(answer.probabilities && { confidence: given(answer.probabilities, answer.label) }),
      };
    case 'regression':
      return { value: answer.value };
    case 'ranking':
      return { places: Math.min(20, answer.ranked.length) };
    case 'failed':
      return {};
  }
}

export interface AnswerAndOutcome {
  readonly answer: Answer;
  readonly outcome: Outcome['outcome'];
  readonly values?: Outcome['values'];
  readonly features?: Prediction['features'];
}

/** @param most features of which the pane has tables; none where it is left out */
export function outcomePaneJsonOf(pairs: readonly AnswerAndOutcome[], most?: number): OutcomePaneJson {
  const answered = pairs.filter(({ answer }) => answer.task !== 'failed');
  const fitting = answered.filter(({ answer, outcome }) =>
    answer.task === 'ranking'
      ? typeof outcome === 'object'
      : answer.task === 'regression'
        ? typeof outcome === 'number'
        : (answer.task === 'multiclass' && typeof outcome !== 'object') || outcome === 0 || outcome === 1,
  );
  const labelled = fitting.flatMap(({ answer, outcome }) =>
    answer.task === 'binary' || answer.task === 'multiclass' ? [{ answer, actual: String(outcome) }] : [],
  );
  const errors = fitting.flatMap(({ answer, outcome }) =>
    answer.task === 'regression' ? [answer.value - (outcome as number)] : [],
  );
  const confidences = confidencesOf(labelled);
  const regressed = fitting.flatMap(({ answer, outcome }) =>
    answer.task === 'regression'
      ? [{ value: answer.value, error: answer.value - (outcome as number), actual: outcome as number }]
      : [],
  );
  const lists = fitting.flatMap(({ answer, outcome }) =>
    answer.task === 'ranking' ? [{ ranked: answer.ranked, chosen: outcome as readonly string[] }] : [],
  );
  const scored = labelled.flatMap(({ answer, actual }) => scoreOf(answer, actual) ?? []);
  return {
    n: fitting.length,
    failed: pairs.length - answered.length,
    mismatched: answered.length - fitting.length,
    scored: scored.length,
    confusion: limited(
      countsOf(labelled.map(({ answer, actual }) => `${answer.label}\t${actual}`)),
      MAX_CONFUSION_PAIRS,
    ),
    positive: histogramJsonOf(confidences.filter(({ hit }) => hit).map(({ p }) => p)),
    negative: histogramJsonOf(confidences.filter(({ hit }) => !hit).map(({ p }) => p)),
    logLoss: sumJsonOf(scored.map(({ loss }) => loss)),
    logLossSquares: sumJsonOf(scored.map(({ loss }) => loss * loss)),
    brier: sumJsonOf(scored.map(({ brier }) => brier)),
    ...(scored.length > 0 && { reliability: reliabilityOf(confidences) }),
    error: histogramJsonOf(errors),
    absoluteError: histogramJsonOf(errors.map(Math.abs)),
    squaredError: sumJsonOf(errors.map((error) => Math.min(error * error, Number.MAX_VALUE))),
    ...(regressed.length > 0 && { scale: scaleOf(regressed), losses: lossesOf(regressed) }),
    ...(lists.length > 0 && { ranking: rankingJsonOf(lists) }),
    outcomes: featureJsonOf(
      fitting.map(({ outcome, answer }) =>
        typeof outcome === 'object'
          ? outcome.length
          : answer.task === 'regression'
            ? outcome
            : String(outcome),
      ),
    ),
    values: limited(
      [...byName(pairs.map(({ values }) => values))].map(
        ([name, values]) => [name, histogramJsonOf(values)] as const,
      ),
      MAX_VALUE_NAMES,
    ),
    ...(most !== undefined &&
      fitting.some(tellsOfLoss) && { byFeature: lossesJsonOf(fitting.filter(tellsOfLoss), most) }),
  };
}

/** A list of which nothing was chosen says nothing of its order. */
const tellsOfLoss = ({ outcome }: AnswerAndOutcome): boolean =>
  typeof outcome !== 'object' || outcome.length > 0;

interface List {
  readonly ranked: readonly string[];
  readonly chosen: readonly string[];
}

/** All that was chosen is worth the same. */
function rankingJsonOf(lists: readonly List[]): NonNullable<OutcomePaneJson['ranking']> {
  const some = lists.filter(({ chosen }) => chosen.length > 0);
  const firsts = some.map(firstHit).filter((rank) => rank > 0);
  const cuts = [1, 3, 5, 10];
  return {
    lists: lists.length,
    taken: firsts.length,
    chosen: some.length,
    hits: cuts.map((k) => firsts.filter((rank) => rank <= k).length),
    gains: cuts.map((k) => sumJsonOf(some.map((list) => ndcgOf(list, k)))),
    squares: cuts.map((k) => sumJsonOf(some.map((list) => ndcgOf(list, k) * ndcgOf(list, k)))),
    reciprocal: sumJsonOf(firsts.map((rank) => 1 / rank)),
  };
}

function firstHit({ ranked, chosen }: List): number {
  return ranked.slice(0, 20).findIndex((id) => chosen.includes(id)) + 1;
}

function ndcgOf({ ranked, chosen }: List, k: number): number {
  const gain = (hits: readonly boolean[]) =>
    hits.slice(0, k).reduce((sum, hit, i) => sum + (hit ? 1 : 0) / Math.log2(i + 2), 0);
  return gain(ranked.slice(0, 20).map((id) => chosen.includes(id))) / gain(chosen.map(() => true));
}

/** Binary: the score, and whether it was a 1; multiclass: the probability of the answered class, and whether it was it. */
function confidencesOf(
  rows: readonly { readonly answer: OfTask<'binary' | 'multiclass'>; readonly actual: string }[],
): { readonly p: number; readonly hit: boolean }[] {
  return rows.flatMap(({ answer, actual }) => {
    if (answer.task === 'binary')
      return answer.score === undefined ? [] : [{ p: answer.score, hit: actual === '1' }];
    if (!answer.probabilities) return [];
    return [{ p: given(answer.probabilities, answer.label), hit: answer.label === actual }];
  });
}

function given(probabilities: Readonly<Record<string, number>>, label: string): number {
  return Object.entries(probabilities).find(([name]) => name === label)?.[1] ?? 0;
}

function reliabilityOf(
  rows: readonly { readonly p: number; readonly hit: boolean }[],
): NonNullable<OutcomePaneJson['reliability']> {
  return Array.from({ length: 10 }, (_, i) => i).flatMap((i) => {
    const own = rows.filter(({ p }) => Math.min(9, Math.floor(p * 10)) === i);
    if (own.length === 0) return [];
    return [
      [
        i,
        own.length,
        own.filter(({ hit }) => hit).length,
        sumJsonOf(own.map(({ p }) => p)).ordinary,
      ] as const,
    ];
  });
}

function scaleOf(
  rows: readonly { readonly error: number; readonly actual: number }[],
): NonNullable<OutcomePaneJson['scale']> {
  const squares = rows.filter(({ actual }) => Math.abs(actual) <= 2 ** 480).map(({ actual }) => actual);
  const nonZero = rows.filter(({ actual }) => actual !== 0);
  return {
    squares: sumJsonOf(squares.flatMap(squareParts)),
    relative: sumJsonOf(
      nonZero.map(({ error, actual }) => Math.min(Number.MAX_VALUE, Math.abs(error / actual))),
    ),
    zero: rows.length - nonZero.length,
  };
}

function lossesOf(
  rows: readonly { readonly value: number; readonly error: number }[],
): NonNullable<OutcomePaneJson['losses']> {
  const at = (shift: number) => new Set(rows.map(({ value }) => floatKey(value) >>> shift));
  let shift = 0;
  while (at(shift).size > MAX_LOSS_BINS) shift++;
  const b = [...at(shift)]
    .sort((x, y) => x - y)
    .map((bin) => {
      const own = rows
        .filter(({ value }) => floatKey(value) >>> shift === bin)
        .map(({ error }) => Math.min(Math.abs(error), 2 ** 400));
      return [bin, own.length, sumJsonOf(own).ordinary, sumJsonOf(own.map((x) => x * x)).ordinary] as const;
    });
  return { s: shift, b };
}

function lossesJsonOf(pairs: readonly AnswerAndOutcome[], most: number): LossesByFeatureJson {
  const rows = pairs.map(({ answer, outcome, features = {} }) => {
    const how = lossOf(answer, outcome);
    return Object.fromEntries(
      Object.entries(features).map(([name, value]) => [name, { value, ...how } satisfies JoinedValue]),
    );
  });
  return {
    ...(Number.isFinite(most) && { most }),
    total: cellsJsonOf(
      pairs.map(({ answer, outcome }) => ({ value: null, ...lossOf(answer, outcome) })),
      () => 0,
    ),
    features: limited(
      [...byName(rows)].map(([name, own]) => [name, valueLossesJsonOf(own)] as const),
      most,
    ),
  };
}

/** Log loss to the nearest 2^-16, without a probability a whole for a wrong answer; the size of an error in 24 bits. */
function lossOf(answer: Answer, outcome: Outcome['outcome']): { errors: number; loss: number } {
  if (answer.task === 'failed') throw new Error('a failed prediction has no loss');
  if (answer.task === 'regression') {
    const size = Math.min(Math.abs(answer.value - (outcome as number)), Number.MAX_VALUE);
    const short = Math.fround(size);
    return { errors: 0, loss: short >= 2 ** -126 && short < Infinity ? short : size };
  }
  if (answer.task === 'ranking') {
    const list = { ranked: answer.ranked, chosen: outcome as readonly string[] };
    const loss = Math.max(0, 1 - ndcgOf(list, 10));
    return { errors: firstHit(list) > 0 ? 0 : 1, loss: Math.round(loss * 65536) / 65536 };
  }
  const errors = String(answer.label) === String(outcome) ? 0 : 1;
  const scored = scoreOf(answer, String(outcome));
  return { errors, loss: scored ? Math.round(scored.loss * 65536) / 65536 : errors };
}

/** Log loss of what happened, its probability clipped to [1e-15, 1 - 1e-15], and the squared distance from certainty. */
function scoreOf(
  answer: OfTask<'binary' | 'multiclass'>,
  actual: string,
): { loss: number; brier: number } | null {
  const square = (x: number) => x * x;
  const loss = (p: number) => -Math.log(Math.min(1 - 1e-15, Math.max(1e-15, p)));
  if (answer.task === 'binary') {
    const { score } = answer;
    if (score === undefined) return null;
    return { loss: loss(actual === '1' ? score : 1 - score), brier: square(score - Number(actual)) };
  }
  if (!answer.probabilities) return null;
  const classes = Object.entries(answer.probabilities);
  const hit = classes.find(([name]) => name === actual);
  const brier = classes.reduce((sum, [name, p]) => sum + square(p - (name === actual ? 1 : 0)), 0);
  return { loss: loss(hit?.[1] ?? 0), brier: hit ? brier : brier + 1 };
}
