/**
 * What people say about the columns of their files, in the words that they know: Leeway's own, Evidently's, NannyML's.
 * Text in, wishes out.
 */
import { closestName } from '../config/closest-name.js';
import { readYaml } from '../config/yaml-source.js';
import type { SingleTask } from '../events/event.js';
import { BacktestError } from './errors.js';

/** What was asked for; what is left out is chosen from the data. */
export interface ColumnWishes {
  readonly model?: string;
  readonly task?: SingleTask;
  readonly time?: string;
  readonly id?: string;
  readonly version?: string;
  readonly prediction?: string;
  /** Of the class 1; or, for many classes, a column each. */
  readonly score?: string | Readonly<Record<string, string>>;
  readonly outcome?: string;
  readonly outcomeTime?: string;
  readonly latency?: string;
  /** The value that stands for 1 in a binary task. */
  readonly positive?: string;
  readonly segments?: readonly string[];
  readonly features?: readonly string[];
  readonly numerical?: readonly string[];
  readonly categorical?: readonly string[];
  readonly ignore?: readonly string[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Wishes = Mutable<ColumnWishes>;
type Take = (wishes: Wishes, value: unknown, key: string) => void;

const column =
  (
    role:
      'time' | 'id' | 'version' | 'prediction' | 'outcome' | 'outcomeTime' | 'latency' | 'model' | 'positive',
  ): Take =>
  (wishes, value, key) => {
    if (role === 'positive' && (typeof value === 'number' || typeof value === 'boolean'))
      wishes[role] = String(value);
    else if (typeof value !== 'string' || value === '')
      throw new Wrong(
        key,
        `must be ${role === 'positive' ? 'a value' : 'the name of a column'}, got ${JSON.stringify(value)}`,
      );
    else wishes[role] = value;
  };

const columns =
  (role: 'segments' | 'features' | 'numerical' | 'categorical' | 'ignore'): Take =>
  (wishes, value, key) => {
    const list = typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value;
    if (
      !Array.isArray(list) ||
      !list.every((name): name is string => typeof name === 'string' && name !== '')
    )
      throw new Wrong(key, `must be a list of columns, got ${JSON.stringify(value)}`);
    wishes[role] = list;
  };

/** Evidently allows a list of them and uses the last one when there are two classes: there it is the positive one's. */
const score: Take = (wishes, value, key) => {
  if (typeof value === 'string' && value !== '') wishes.score = value;
  else if (isNames(value)) wishes.score = value;
  else if (Array.isArray(value) && value.every((name): name is string => typeof name === 'string')) {
    if (value.length === 1) wishes.score = value[0] as string;
    else wishes.score = Object.fromEntries(value.map((name) => [name, name]));
  } else
    throw new Wrong(key, `must be a column, or a column for each class such as { cat: p_cat, dog: p_dog }`);
};

const TASKS: Readonly<Record<string, SingleTask>> = {
  binary: 'binary',
  classification_binary: 'binary',
  multiclass: 'multiclass',
  classification_multiclass: 'multiclass',
  regression: 'regression',
};

const task: Take = (wishes, value, key) => {
  // Evidently's "classification" leaves open which one: the data say.
  if (value === 'classification') return;
  const known = typeof value === 'string' && Object.hasOwn(TASKS, value) ? TASKS[value] : undefined;
  if (known === undefined)
    throw new Wrong(key, `must be ${Object.keys(TASKS).join(', ')}, got ${JSON.stringify(value)}`);
  wishes.task = known;
};

/** The groups of Evidently's data definition; it allows lists of them, of which one makes a model. */
const group =
  (fixed: SingleTask | null, keys: Readonly<Record<string, Take>>): Take =>
  (wishes, value, key) => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (list.length !== 1)
      throw new Wrong(key, `has ${list.length} entries: a backtest is of one model, name one`);
    if (fixed) wishes.task = fixed;
    takeAll(wishes, list[0], keys, `${key}.`);
  };

const KEYS: Readonly<Record<string, Take>> = {
  // ours
  model: column('model'),
  task,
  time: column('time'),
  id: column('id'),
  version: column('version'),
  prediction: column('prediction'),
  score,
  outcome: column('outcome'),
  outcomeTime: column('outcomeTime'),
  latency: column('latency'),
  positive: column('positive'),
  segments: columns('segments'),
  features: columns('features'),
  numerical: columns('numerical'),
  categorical: columns('categorical'),
  ignore: columns('ignore'),
  // Evidently, data definition and the older column mapping
  id_column: column('id'),
  timestamp: column('time'),
  datetime: column('time'),
  datetime_column: column('time'),
  target: column('outcome'),
  pos_label: column('positive'),
  numerical_columns: columns('numerical'),
  numerical_features: columns('numerical'),
  categorical_columns: columns('categorical'),
  categorical_features: columns('categorical'),
  classification: group(null, {
    name: () => undefined,
    target: column('outcome'),
    prediction_labels: column('prediction'),
    prediction_probas: score,
    pos_label: column('positive'),
    labels: () => undefined,
  }),
  regression: group('regression', {
    name: () => undefined,
    target: column('outcome'),
    prediction: column('prediction'),
  }),
  // NannyML
  problem_type: task,
  y_pred: column('prediction'),
  y_pred_proba: score,
  y_true: column('outcome'),
  timestamp_column_name: column('time'),
  feature_column_names: columns('features'),
};

class Wrong extends Error {
  readonly key: string;
  constructor(key: string, message: string) {
    super(message);
    this.key = key;
  }
}

/**
 * @param text YAML or JSON
 * @throws BacktestError with file, line and fix
 */
export function readMapping(text: string, file: string): ColumnWishes {
  const source = readYaml(text);
  const [broken] = source.errors;
  if (broken) throw new BacktestError(`${file}:${broken.line}:${broken.column}: ${broken.message}`);
  return takeMapping(source.value ?? {}, (key) => {
    const { line, column } = source.placeOfKey(key.split('.').filter(Boolean));
    return `${file}:${line}:${column}: ${key}:`;
  });
}

/**
 * What a mapping says that has been read already.
 * @param nameOf how an error names the place of a key
 * @throws BacktestError
 */
export function takeMapping(value: unknown, nameOf: (key: string) => string): ColumnWishes {
  const wishes: Wishes = {};
  try {
    takeAll(wishes, value, KEYS, '');
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    throw new BacktestError(`${nameOf(error.key)} ${error.message}`);
  }
  return wishes;
}

function takeAll(wishes: Wishes, value: unknown, keys: Readonly<Record<string, Take>>, at: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Wrong(at, `must be a group of keys such as ${Object.keys(keys).slice(0, 3).join(', ')}`);
  for (const [key, own] of Object.entries(value)) {
    const take = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (take === undefined) {
      const near = closestName(key, Object.keys(keys));
      throw new Wrong(
        at + key,
        `unknown key: ${near === undefined ? `there are ${Object.keys(keys).join(', ')}` : `did you mean ${near}?`}`,
      );
    }
    // Evidently writes null for what is not there.
    if (own !== null) take(wishes, own, at + key);
  }
}

function isNames(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((name) => typeof name === 'string')
  );
}
