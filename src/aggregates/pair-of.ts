import type { Answer, FeatureValue, Outcome } from '../events/event.js';
import { emptyIdList, fillIdList } from '../events/rows/id-list.js';
import type { NumbersByName } from '../events/rows/row.js';
import type { FeatureWords, Pair } from '../stream/pair.js';
import { RANKED_PLACES } from './ranking-sums.js';
import { stringHash } from './string-hash.js';
import { MISSING_WORD, wordOfCategory, wordOfNumber } from './value-word.js';

/** The part of a joined pair that decides how right the prediction was. */
export type ScoredPair = Pick<
  Pair,
  | 'task'
  | 'label'
  | 'score'
  | 'value'
  | 'probabilities'
  | 'ranked'
  | 'number'
  | 'text'
  | 'chosen'
  | 'values'
  | 'features'
>;

/** An answer and what happened as the hot path sees them; a new object each time. */
export function pairOf(
  answer: Answer | { readonly task: 'failed' },
  outcome: Outcome['outcome'],
  values?: Readonly<Record<string, number>>,
  features?: Readonly<Record<string, FeatureValue>>,
): ScoredPair {
  const { task } = answer;
  return {
    task,
    label: task === 'binary' || task === 'multiclass' ? String(answer.label) : '',
    score: task === 'binary' ? (answer.score ?? NaN) : NaN,
    value: task === 'regression' ? answer.value : NaN,
    probabilities: task === 'multiclass' && answer.probabilities ? byName(answer.probabilities) : null,
    ranked: task === 'ranking' ? fillIdList(emptyIdList(), answer.ranked, RANKED_PLACES) : null,
    number: typeof outcome === 'number' ? outcome : NaN,
    text: typeof outcome === 'string' ? outcome : null,
    chosen: typeof outcome === 'object' ? fillIdList(emptyIdList(), outcome) : null,
    values: values ? byName(values) : null,
    features: features ? wordsOf(features) : null,
  };
}

function byName(numbers: Readonly<Record<string, number>>): NumbersByName {
  return { names: Object.keys(numbers), values: Float64Array.from(Object.values(numbers)) };
}

function wordsOf(features: Readonly<Record<string, FeatureValue>>): FeatureWords {
  return { names: Object.keys(features), words: Int32Array.from(Object.values(features), wordOf), at: 0 };
}

function wordOf(value: FeatureValue): number {
  if (value === null) return MISSING_WORD;
  return typeof value === 'number' ? wordOfNumber(value) : wordOfCategory(stringHash(String(value)));
}
