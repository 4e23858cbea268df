/**
 * Training-serving skew: whether a model is asked in service what it was trained on. The rows that it learned from against the
 * first that it was asked, feature by feature and all together; rows of the same id on both sides, value by value; and inputs
 * that came twice in service, which should have got the same answer. An analysis on demand: it needs raw rows.
 */
import { stringHash } from '../aggregates/string-hash.js';
import { chiSquared } from '../distances/chi-squared.js';
import { jensenShannonCorrected } from '../distances/jensen-shannon.js';
import type { FeatureValue, Prediction } from '../events/event.js';
import { binCount, binName, faultBins, unseenBins } from '../policy/bins.js';
import { binShares } from './bin-shares.js';
import type { BlockAuc } from './block-auc.js';
import { binsOfColumn, binsOfRows, FOLDS, LEAST_AUC, LEAST_ROWS, tellApart } from './joint-drift.js';

export type SkewRow = Pick<Prediction, 'id' | 'time' | 'version' | 'features' | 'answer'>;

export interface SkewQuestion {
  readonly training: readonly SkewRow[];
  /** In the order of time. */
  readonly service: readonly SkewRow[];
}

/** What one feature is on both sides; shares of rows, 0 to 1. */
export interface FeatureSkew {
  readonly name: string;
  /** Which side has it in any row. */
  readonly of: 'both' | 'training' | 'service';
  readonly missing: { readonly training: number; readonly service: number };
  /** In service: a text where training has numbers, or the other way round. */
  readonly otherType: number;
  /** In service: beyond all that training has, of the same type. */
  readonly unseen: number;
  /** Bias-corrected Jensen-Shannon distance (base 2) in bins of the training rows. */
  readonly js: number;
  /** Of a chi-squared test over these bins: how likely rows of one distribution are so far apart. */
  readonly p: number;
  /** The bin that has gained most rows, with its shares in service and in training. */
  readonly bin: string;
  readonly service: number;
  readonly training: number;
}

/** Rows of one id on both sides. */
export interface SameRows {
  readonly rows: number;
  /** Features that are not the same in some of them, most rows first. */
  readonly features: readonly { readonly name: string; readonly differ: number }[];
  /** Rows that got another answer; null where the training rows have none. */
  readonly answers: number | null;
}

/** Inputs that came more than once, to one version. */
export interface RepeatedInputs {
  readonly inputs: number;
  /** Of them, those that did not always get the same answer. */
  readonly unlike: number;
  /** Largest difference between numbers that they got; null: their answers are no numbers, or all the same. */
  readonly largest: number | null;
}

export interface Skew {
  readonly rows: { readonly training: number; readonly service: number };
  /** A classifier on rows that it has not learned from. */
  readonly joint: BlockAuc;
  readonly apart: boolean;
  /** Those that differ by more than is worth a word, worst first. */
  readonly features: readonly FeatureSkew[];
  readonly same: SameRows;
  readonly repeated: RepeatedInputs;
}

const DAY = 86_400_000;
/** Blocks of training rows, which have no order of their own. */
const BLOCKS = 20;
/** A distance, and a share of rows, below which nothing is said. */
const LEAST_JS = 0.05;
const LEAST_SHARE = 0.01;
/** Few rows of one distribution are that far apart now and then: not once in a thousand features. */
const BY_CHANCE = 0.001;
/** Numbers that were written and read again differ by so much of themselves. */
const ROUNDED = 1e-6;

/** @throws Error where a side has too few rows */
export function skewOf({ training, service }: SkewQuestion): Skew {
  for (const [rows, name] of [
    [training, 'of training'],
    [service, 'in service'],
  ] as const) {
    if (rows.length < LEAST_ROWS)
      throw new Error(`there are ${rows.length} rows ${name}: at least ${LEAST_ROWS} are needed`);
  }
  const { found } = tellApart(training, service, (side) => (side === service ? byDay(service) : byId(side)));
  const names = [...new Set([...training, ...service].flatMap(({ features }) => Object.keys(features)))];
  return {
    rows: { training: training.length, service: service.length },
    joint: found,
    apart: found.auc >= LEAST_AUC && found.interval[0] > 0.5,
    features: names
      .map((name) => featureSkew(name, training, service))
      .filter(isWorthAWord)
      .sort((a, b) => b.js - a.js || (a.name < b.name ? -1 : 1)),
    same: sameRows(training, service),
    repeated: repeatedInputs(service),
  };
}

function byId(rows: readonly { readonly id: string }[]) {
  return rows.map(({ id }) => {
    const hash = stringHash(id) >>> 0;
    return { block: hash % BLOCKS, fold: Math.floor(hash / BLOCKS) % FOLDS };
  });
}

/** Rows of one day are not independent; of less than five days, fifths of the time. */
function byDay(rows: readonly SkewRow[]) {
  const first = rows[0]?.time ?? 0;
  const span = (rows.at(-1)?.time ?? 0) + 1 - first;
  const block = Math.min(DAY, span / FOLDS);
  const folds = byId(rows);
  return rows.map(({ time }, i) => ({
    block: Math.floor((time - first) / block),
    fold: folds[i]?.fold ?? 0,
  }));
}

function featureSkew(name: string, training: readonly SkewRow[], service: readonly SkewRow[]): FeatureSkew {
  const isIn = (rows: readonly SkewRow[]) => rows.some(({ features }) => Object.hasOwn(features, name));
  const [inTraining, inService] = [isIn(training), isIn(service)];
  const bins = binsOfRows(training, name);
  const countsOf = (rows: readonly SkewRow[]) => {
    const counts = Array.from<number>({ length: binCount(bins) }).fill(0);
    for (const bin of binsOfColumn(rows, name, bins)) counts[bin]!++;
    return counts;
  };
  const [then, now] = [countsOf(training), countsOf(service)];
  const shares = binShares(now, then);
  const { missing, otherType } = faultBins(bins);
  const beyond = unseenBins(bins).filter((bin) => bin !== otherType);
  // Of categories, those that are not among the most frequent are one bin, which training has rows of.
  const unseen =
    bins.kind === 'numeric'
      ? beyond.reduce((sum, bin) => sum + shares.now(bin), 0)
      : newTexts(name, training, service);
  return {
    name,
    of: inTraining && inService ? 'both' : inTraining ? 'training' : 'service',
    missing: { training: shares.before(missing), service: shares.now(missing) },
    otherType: shares.now(otherType),
    unseen,
    js: jensenShannonCorrected(now, then),
    p: chiSquared(now, then).p,
    bin: binName(bins, shares.gained),
    service: shares.now(shares.gained),
    training: shares.before(shares.gained),
  };
}

/** Share of rows in service whose text no training row has. */
function newTexts(name: string, training: readonly SkewRow[], service: readonly SkewRow[]): number {
  const textOf = ({ features }: SkewRow) => {
    const value = features[name];
    return value === null || value === undefined || typeof value === 'number' ? null : String(value);
  };
  const known = new Set(training.map(textOf));
  const fresh = service.map(textOf).filter((text) => text !== null && !known.has(text));
  return fresh.length / service.length;
}

function isWorthAWord({ of, missing, otherType, unseen, js, p }: FeatureSkew): boolean {
  if (of !== 'both' || unseen >= LEAST_SHARE) return true;
  const moved = Math.max(otherType, Math.abs(missing.service - missing.training));
  return p < BY_CHANCE && (js >= LEAST_JS || moved >= LEAST_SHARE);
}

function sameRows(training: readonly SkewRow[], service: readonly SkewRow[]): SameRows {
  const known = new Map(training.map((row) => [row.id, row]));
  const differ = new Map<string, number>();
  let [rows, answered, answers] = [0, 0, 0];
  for (const row of service) {
    const then = known.get(row.id);
    if (!then) continue;
    rows++;
    for (const name of new Set([...Object.keys(row.features), ...Object.keys(then.features)])) {
      const own = Object.hasOwn(row.features, name) ? row.features[name] : null;
      const before = Object.hasOwn(then.features, name) ? then.features[name] : null;
      if (!isSame(own ?? null, before ?? null)) differ.set(name, (differ.get(name) ?? 0) + 1);
    }
    const [now, before] = [answerOf(row), answerOf(then)];
    if (now === null || before === null) continue;
    answered++;
    if (!isSame(now, before)) answers++;
  }
  return {
    rows,
    features: [...differ]
      .map(([name, count]) => ({ name, differ: count / rows }))
      .sort((a, b) => b.differ - a.differ || (a.name < b.name ? -1 : 1)),
    answers: answered === 0 ? null : answers / answered,
  };
}

function repeatedInputs(service: readonly SkewRow[]): RepeatedInputs {
  const groups = new Map<string, FeatureValue[]>();
  for (const row of service) {
    const answer = answerOf(row);
    if (answer === null) continue;
    const inputs = Object.entries(row.features).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([row.version, inputs]);
    const group = groups.get(key);
    if (group) group.push(answer);
    else groups.set(key, [answer]);
  }
  const repeated = [...groups.values()].filter(({ length }) => length > 1);
  const unlike = repeated.filter(([first, ...more]) => more.some((answer) => !isSame(answer, first ?? null)));
  const spans = unlike.map((answers) => {
    const numbers = answers.filter((answer) => typeof answer === 'number');
    return numbers.length > 1 ? Math.max(...numbers) - Math.min(...numbers) : null;
  });
  const known = spans.filter((span) => span !== null);
  return {
    inputs: repeated.length,
    unlike: unlike.length,
    largest: known.length > 0 ? Math.max(...known) : null,
  };
}

/** The finest that is known of an answer; null: there is none to compare. */
function answerOf({ answer }: SkewRow): FeatureValue {
  switch (answer.task) {
    case 'binary':
      return answer.score ?? answer.label;
    case 'regression':
      return answer.value;
    case 'multiclass':
      return answer.probabilities?.[answer.label] ?? answer.label;
    case 'ranking':
      return JSON.stringify(answer.ranked);
    case 'failed':
      return null;
  }
}

function isSame(a: FeatureValue, b: FeatureValue): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= ROUNDED * Math.max(Math.abs(a), Math.abs(b)) || Object.is(a, b);
  return a === b || (a !== null && b !== null && String(a) === String(b));
}
