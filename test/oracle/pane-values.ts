import type { OutcomePaneJson } from '../../src/aggregates/outcome-pane.js';
import type { PredictionPaneJson } from '../../src/aggregates/prediction-pane.js';
import { lists } from './lists.js';
import { countBy, feature, floatKey, histogram, lossCells, valueLosses } from './aggregates.js';
import { exactSum, squareParts } from './exact.js';

/** All values that lie in a pane, by what they are values of: the columns of the oracle's SQL. */
export interface PaneValues {
  readonly counts: Record<string, number>;
  readonly numbers: Record<string, readonly number[]>;
  readonly words: Record<string, readonly (string | null)[]>;
  /** The rows that have an outcome; by feature those of them that carry it. */
  readonly rows: JoinedValue[];
  readonly joined: Map<string, JoinedValue[]>;
}

/** A feature's value in a joined row (null for both: it is missing), and how wrong the row was. */
export interface JoinedValue {
  readonly x: number | null;
  readonly text: string | null;
  /** Of a regression. */
  readonly error: number | null;
  /** Of a classification: was it right, and which probability had what happened? */
  readonly hit: boolean | null;
  readonly p: number | null;
  /** Of a ranking: `"1 4/3"`, the places that were chosen and how many things were. */
  readonly places: string | null;
}

export function predictionPane({ counts, numbers, words }: PaneValues): PredictionPaneJson {
  return {
    n: counts['n'] ?? 0,
    failed: (words['failures'] ?? []).length,
    failures: tally(words['failures']),
    latency: histogram(numbers['latency'] ?? []),
    features: featuresUnder('features/', numbers, words),
    answers: featuresUnder('answers/', numbers, words),
  };
}

export function outcomePane(
  { counts, numbers, words, rows, joined }: PaneValues,
  whole: boolean,
): OutcomePaneJson {
  const of = (measure: string) => numbers[measure] ?? [];
  const losses = of('probability').map((p) => -Math.log(p));
  return {
    n: counts['fits'] ?? 0,
    failed: counts['failed'] ?? 0,
    mismatched: counts['mismatched'] ?? 0,
    ...(of('delay').length > 0 && { delays: delays(of('delay')) }),
    scored: counts['scored'] ?? 0,
    confusion: tally(words['confusion']),
    positive: histogram(of('positive')),
    negative: histogram(of('negative')),
    logLoss: exactSum(losses),
    logLossSquares: exactSum(losses.map((loss) => loss * loss)),
    brier: exactSum(of('brier')),
    ...((counts['scored'] ?? 0) > 0 && { reliability: reliability(of('positive'), of('negative')) }),
    error: histogram(of('error')),
    absoluteError: histogram(of('error').map((x) => Math.abs(x))),
    squaredError: exactSum(of('error').map((x) => Math.min(x * x, Number.MAX_VALUE))),
    ...(of('error').length > 0 && {
      scale: scale(of('outcomes'), of('relative')),
      losses: lossTable(words['losses'] ?? []),
    }),
    ...(words['lists'] && { ranking: lists(words['lists'] as readonly string[]) }),
    outcomes: feature(of('outcomes'), words['outcomes'] ?? []),
    values: Object.fromEntries(
      namesUnder('values/', numbers).map((name) => [name, histogram(of(`values/${name}`))]),
    ),
    ...(rows.length > 0 && {
      byFeature: {
        most: whole ? 64 : 0,
        total: lossCells(rows, () => 0),
        features: Object.fromEntries([...joined].map(([name, rows]) => [name, valueLosses(rows)])),
      },
    }),
  };
}

/** In hours. */
const SHORT_DELAYS = [1 / 3600, 10 / 3600, 1 / 60, 5 / 60, 15 / 60, 30 / 60, 1, 2, 4, 8, 16];
const DELAYS = SHORT_DELAYS.concat([1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 180].map((days) => 24 * days));

function delays(all: readonly number[]): NonNullable<OutcomePaneJson['delays']> {
  const buckets = all.map((ms) => DELAYS.filter((hours) => ms >= Math.round(hours * 3_600_000)).length);
  return [...new Set(buckets)]
    .sort((a, b) => a - b)
    .map((bucket) => [bucket, buckets.filter((own) => own === bucket).length] as const);
}

function reliability(
  cameTrue: readonly number[],
  didNot: readonly number[],
): NonNullable<OutcomePaneJson['reliability']> {
  const tenth = (p: number) => Math.min(9, Math.floor(p * 10));
  return Array.from({ length: 10 }, (_, i) => i).flatMap((i) => {
    const [positives, negatives] = [cameTrue, didNot].map((all) => all.filter((p) => tenth(p) === i));
    const own = [...(positives ?? []), ...(negatives ?? [])];
    if (own.length === 0) return [];
    return [[i, own.length, positives?.length ?? 0, exactSum(own).ordinary] as const];
  });
}

function scale(
  outcomes: readonly number[],
  relative: readonly number[],
): NonNullable<OutcomePaneJson['scale']> {
  return {
    squares: exactSum(outcomes.filter((x) => Math.abs(x) <= 2 ** 480).flatMap(squareParts)),
    relative: exactSum(relative.map((x) => Math.min(x, Number.MAX_VALUE))),
    zero: outcomes.filter((x) => x === 0).length,
  };
}

function lossTable(pairs: readonly (string | null)[]): NonNullable<OutcomePaneJson['losses']> {
  const rows = pairs.map((pair) => {
    const [answer = NaN, actual = NaN] = String(pair).split(' ').map(Number);
    return { key: floatKey(answer), loss: Math.min(Math.abs(answer - actual), 2 ** 400) };
  });
  const at = (shift: number) => new Set(rows.map(({ key }) => Math.floor(key / 2 ** shift)));
  let shift = 0;
  while (at(shift).size > 48) shift++;
  const b = [...at(shift)]
    .sort((x, y) => x - y)
    .map((bin) => {
      const own = rows.filter(({ key }) => Math.floor(key / 2 ** shift) === bin).map(({ loss }) => loss);
      return [bin, own.length, exactSum(own).ordinary, exactSum(own.map((x) => x * x)).ordinary] as const;
    });
  return { s: shift, b };
}

function featuresUnder(
  prefix: string,
  numbers: PaneValues['numbers'],
  words: PaneValues['words'],
): PredictionPaneJson['features'] {
  return Object.fromEntries(
    [...new Set([...namesUnder(prefix, numbers), ...namesUnder(prefix, words)])].map((name) => [
      name,
      feature(numbers[prefix + name] ?? [], words[prefix + name] ?? []),
    ]),
  );
}

function namesUnder(prefix: string, values: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(values)
    .filter((measure) => measure.startsWith(prefix))
    .map((measure) => measure.slice(prefix.length));
}

function tally(words: readonly (string | null)[] = []): Record<string, number> {
  return Object.fromEntries(countBy(words as readonly string[]));
}
