/** Which column is what: what was asked for, else what the names and the values say, each with the reason. */
import { closestName } from '../config/closest-name.js';
import type { SingleTask } from '../events/event.js';
import { BacktestError } from './errors.js';
import { chooseTask } from './choose-task.js';
import type { ColumnFacts } from './files/column-facts.js';
import type { ColumnWishes } from './mapping.js';

/** A choice as people read it. */
export interface Choice {
  readonly setting: string;
  readonly value: string;
  readonly reason: string;
}

export interface FeatureColumn {
  readonly column: ColumnFacts;
  readonly as: 'number' | 'category';
}

export interface ChosenColumns {
  /** null: the order of the rows is the order of time. */
  readonly time: ColumnFacts | null;
  readonly id: ColumnFacts | null;
  readonly version: ColumnFacts | null;
  readonly latency: ColumnFacts | null;
  /** null without a prediction: then only the inputs are watched. */
  readonly task: SingleTask | null;
  readonly prediction: ColumnFacts | null;
  readonly score: ColumnFacts | null;
  /** Multiclass: a probability for each class. */
  readonly probabilities: ReadonlyMap<string, ColumnFacts>;
  /** Binary: what stands for 1; null: 1 and true do. */
  readonly positive: string | null;
  readonly outcome: ColumnFacts | null;
  readonly outcomeTime: ColumnFacts | null;
  readonly segments: readonly ColumnFacts[];
  readonly features: readonly FeatureColumn[];
  readonly choices: readonly Choice[];
}

export type Role = 'time' | 'id' | 'version' | 'latency' | 'prediction' | 'score' | 'outcome' | 'outcomeTime';

/** Names as they are found in the wild, without case and punctuation, the likeliest first. */
const NAMES: Readonly<Record<Role, readonly string[]>> = {
  time: [
    'timestamp',
    'time',
    'eventtime',
    'predictiontime',
    'predictedat',
    'datetime',
    'date',
    'ts',
    'createdat',
  ],
  id: ['id', 'predictionid', 'eventid', 'requestid', 'rowid', 'uuid', 'identifier'],
  version: ['modelversion', 'version'],
  latency: ['latencyms', 'latency', 'durationms'],
  prediction: [
    'prediction',
    'ypred',
    'predicted',
    'pred',
    'predictedlabel',
    'predictionlabel',
    'yhat',
    'predictedclass',
  ],
  score: [
    'score',
    'ypredproba',
    'predictedprobability',
    'probability',
    'proba',
    'predproba',
    'predictionproba',
    'yproba',
    'yscore',
  ],
  outcome: ['outcome', 'target', 'ytrue', 'label', 'actual', 'groundtruth', 'truth', 'y', 'class'],
  outcomeTime: [
    'outcometime',
    'outcometimestamp',
    'labeltime',
    'labeltimestamp',
    'targettime',
    'actualtime',
    'happenedat',
  ],
};
const WORDS: Readonly<Record<Role, string>> = {
  time: 'time',
  id: 'id',
  version: 'version',
  latency: 'latency',
  prediction: 'prediction',
  score: 'score',
  outcome: 'outcome',
  outcomeTime: 'time of the outcome',
};

/** Up to here a column of different texts may still be a category. */
const MOST_CATEGORIES = 2_000;
const NEARLY_ALL = 0.9;
const EASY_TIMES = 0.99;

export interface ChooseOptions {
  /** Where there is no time column: rows of a day. */
  readonly rowsPerDay?: number;
}

/** @throws BacktestError for a column that is not there (with the nearest name), cannot be what it is said to be, or is missing */
export function chooseColumns(
  facts: readonly ColumnFacts[],
  wishes: ColumnWishes,
  { rowsPerDay }: ChooseOptions = {},
): ChosenColumns {
  const choices: Choice[] = [];
  const taken = new Set<ColumnFacts>();
  const say = (setting: string, value: string, reason: string) => choices.push({ setting, value, reason });
  const named = (name: string, what: string) => columnNamed(facts, name, what);
  const ignored = new Set((wishes.ignore ?? []).map((name) => named(name, 'ignore')));

  const pick = (role: Role, fits: (f: ColumnFacts) => string | null): ColumnFacts | null => {
    const wish = wishes[role];
    if (typeof wish === 'string') {
      const column = named(wish, WORDS[role]);
      taken.add(column);
      say(WORDS[role], column.name, 'as asked');
      return column;
    }
    if (role === 'time' && rowsPerDay !== undefined) return null;
    for (const name of NAMES[role]) {
      const column = facts.find((f) => plain(f.name) === name && !taken.has(f) && !ignored.has(f));
      const reason = column && column.filled > 0 ? fits(column) : null;
      if (!column || reason === null) continue;
      taken.add(column);
      say(WORDS[role], column.name, `named like one; ${reason}`);
      return column;
    }
    return null;
  };

  const time = pick('time', (f) =>
    looksLikeTimes(f) ? `${share(timesIn(f), f.filled)} of its values are times` : null,
  );
  if (time && timesIn(time) === 0)
    throw new BacktestError(
      `column ${time.name} holds no times (such as ${examples(time)}): write them as 2024-05-31T09:00:00Z or as epoch numbers, or say --time-format, such as '%d/%m/%Y %H:%M'`,
    );
  if (!time && rowsPerDay === undefined)
    throw new BacktestError(
      `no column is the time of the prediction (there are ${facts.map(({ name }) => name).join(', ')}): name it with --timestamp, or say --rows-per-day N if the rows are in the order of time`,
    );
  if (!time) say('time', `${rowsPerDay} rows a day, in the order of the files`, 'as asked');
  const outcomeTime = pick('outcomeTime', (f) => (looksLikeTimes(f) ? 'its values are times' : null));
  const unique = (f: ColumnFacts) =>
    f.distinct >= 0.98 * f.filled && f.filled === f.sampled ? 'nearly every row has its own' : null;
  const id = pick('id', unique) ?? pickIdLike(facts, taken, ignored, unique, say);
  if (!id) say('id', 'number of the row', 'no column is named like an id and different in every row');
  const version = pick('version', (f) => (f.distinct <= 100 ? `${f.distinct} of them` : null));
  const latency = pick('latency', (f) =>
    f.numbers === f.filled && (f.least ?? -1) >= 0 ? 'its values are numbers from 0' : null,
  );

  const probabilities = new Map<string, ColumnFacts>();
  if (typeof wishes.score === 'object') {
    for (const [label, name] of Object.entries(wishes.score)) {
      const column = named(name, `probability of ${label}`);
      taken.add(column);
      probabilities.set(label, column);
    }
    say('probabilities', [...probabilities.values()].map(({ name }) => name).join(', '), 'as asked');
  }
  const score =
    probabilities.size > 0
      ? null
      : pick('score', (f) => (isProbability(f) ? 'its values lie between 0 and 1' : null));
  const prediction = pick('prediction', () => 'nothing speaks against it');
  const outcome = pick('outcome', (f) =>
    looksLikeTimes(f) && f.numbers < f.filled ? null : 'nothing speaks against it',
  );

  const answer = chooseTask({ prediction, score, probabilities, outcome, wishes });
  choices.push(...answer.choices);

  const segments = (wishes.segments ?? []).map((name) => named(name, 'segment'));
  if (segments.length > 0) say('segments', segments.map(({ name }) => name).join(', '), 'as asked');
  const features = chooseFeatures(facts, wishes, taken, ignored, say, named);
  if (features.length === 0 && !answer.task)
    throw new BacktestError('there is nothing to watch: no feature and no prediction among the columns');
  return {
    time,
    id,
    version,
    latency,
    prediction,
    score,
    probabilities,
    outcome,
    outcomeTime,
    segments,
    features,
    ...answer,
    choices,
  };
}

/** `loan_id`, `orderId`: what ends in "id" and is another one in every row. */
function pickIdLike(
  facts: readonly ColumnFacts[],
  taken: Set<ColumnFacts>,
  ignored: ReadonlySet<ColumnFacts>,
  fits: (f: ColumnFacts) => string | null,
  say: (setting: string, value: string, reason: string) => void,
): ColumnFacts | null {
  const like = facts.filter(
    (f) =>
      /([_\-. ]id|[a-z]Id|[a-z]ID)$/i.test(f.name) && !taken.has(f) && !ignored.has(f) && fits(f) !== null,
  );
  const [one] = like;
  if (like.length !== 1 || !one) return null;
  taken.add(one);
  say('id', one.name, `ends in "id"; ${fits(one)}`);
  return one;
}

function chooseFeatures(
  facts: readonly ColumnFacts[],
  wishes: ColumnWishes,
  taken: ReadonlySet<ColumnFacts>,
  ignored: ReadonlySet<ColumnFacts>,
  say: (setting: string, value: string, reason: string) => void,
  named: (name: string, what: string) => ColumnFacts,
): FeatureColumn[] {
  const numerical = new Set((wishes.numerical ?? []).map((name) => named(name, 'numerical column')));
  const categorical = new Set((wishes.categorical ?? []).map((name) => named(name, 'categorical column')));
  // Both lists together say which features there are; one alone says what its own columns are.
  const asked =
    wishes.features?.map((name) => named(name, 'feature')) ??
    (numerical.size > 0 && categorical.size > 0
      ? facts.filter((f) => numerical.has(f) || categorical.has(f))
      : null);
  const features: FeatureColumn[] = [];
  const left: string[] = [];
  for (const column of asked ?? facts) {
    if (ignored.has(column) || (taken.has(column) && !asked)) continue;
    const why = asked || numerical.has(column) || categorical.has(column) ? null : unfit(column);
    if (why !== null) {
      left.push(`${column.name} (${why})`);
      continue;
    }
    // A bare word among numbers is a wrong value of a number, not a category.
    const mostlyNumbers = column.numbers >= 0.5 * column.filled && column.filled > 0;
    const as = categorical.has(column) || (!numerical.has(column) && !mostlyNumbers) ? 'category' : 'number';
    features.push({ column, as });
  }
  const list = (as: FeatureColumn['as']) =>
    features
      .filter((f) => f.as === as)
      .map(({ column }) => column.name)
      .join(', ') || 'none';
  const reason = (wished: ReadonlySet<ColumnFacts>) => {
    if (asked) return 'as asked';
    const names = [...wished].map(({ name }) => name).join(', ');
    return `${names && `${names} as asked; `}all that is nothing else`;
  };
  say('features, numeric', list('number'), `${reason(numerical)}; at least half of their values are numbers`);
  say('features, categorical', list('category'), reason(categorical));
  if (left.length > 0)
    say(
      'left out',
      left.join(', '),
      'cannot be compared as a distribution; name them with --features to watch them all the same',
    );
  return features;
}

/** Why a column is no feature that could be watched; null: it is one. */
function unfit(f: ColumnFacts): string | null {
  if (f.type === 'nested') return 'lists and objects';
  if (f.filled === 0) return 'empty';
  if (/^(unnamed: ?\d+|index|column\d+)?$/i.test(f.name) && f.distinct === f.filled)
    return 'a number for each row';
  if (f.type === 'time' || (f.type === 'text' && f.times >= EASY_TIMES * f.filled)) return 'times';
  const words = f.numbers < 0.5 * f.filled;
  if (words && f.distinct > MOST_CATEGORIES && f.distinct > NEARLY_ALL * f.filled)
    return 'nearly every value is different';
  return null;
}

function columnNamed(facts: readonly ColumnFacts[], name: string, what: string): ColumnFacts {
  const exact = facts.find((f) => f.name === name);
  if (exact) return exact;
  const names = facts.map((f) => f.name);
  const near = closestName(name, names);
  throw new BacktestError(
    `there is no column ${name} (asked for as ${what}): ${near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`}`,
  );
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Seconds, milliseconds, micro- or nanoseconds since 1970, between 1980 and 2100. */
function looksLikeEpoch({ least, most }: ColumnFacts): boolean {
  return epochUnit(least) !== null && epochUnit(least) === epochUnit(most);
}

/** What one unit of such a number is in milliseconds; null: no moment between 1980 and 2100. */
export function epochUnit(value: number | null): number | null {
  for (const unit of [1_000, 1, 1e-3, 1e-6]) {
    const ms = (value ?? 0) * unit;
    if (ms >= 315_532_800_000 && ms < 4_102_444_800_000) return unit;
  }
  return null;
}

const timesIn = (f: ColumnFacts): number => f.times + (looksLikeEpoch(f) ? f.numbers : 0);
const looksLikeTimes = (f: ColumnFacts): boolean => timesIn(f) >= 0.5 * f.filled && f.filled > 0;
const isProbability = (f: ColumnFacts): boolean =>
  f.numbers >= EASY_TIMES * f.filled && (f.least ?? -1) >= 0 && (f.most ?? 2) <= 1 && f.distinct > 2;
const share = (part: number, all: number): string => `${((100 * part) / all).toFixed(part === all ? 0 : 1)}%`;
export const examples = (f: ColumnFacts): string => f.examples.slice(0, 3).join(', ') || 'nothing';
