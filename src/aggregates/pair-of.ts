import type { Answer } from '../events/event.js';
import type { NumbersByName } from '../events/rows/row.js';
import type { Pair } from '../stream/pair.js';

/** The part of a joined pair that decides how right the prediction was. */
export type ScoredPair = Pick<
  Pair,
  'task' | 'label' | 'score' | 'value' | 'probabilities' | 'number' | 'text' | 'values'
>;

/** An answer and what happened as the hot path sees them; a new object each time. */
export function pairOf(
  answer: Answer | { readonly task: 'failed' },
  outcome: number | string,
  values?: Readonly<Record<string, number>>,
): ScoredPair {
  const { task } = answer;
  return {
    task,
    label: task === 'binary' || task === 'multiclass' ? String(answer.label) : '',
    score: task === 'binary' ? (answer.score ?? NaN) : NaN,
    value: task === 'regression' ? answer.value : NaN,
    probabilities: task === 'multiclass' && answer.probabilities ? byName(answer.probabilities) : null,
    number: typeof outcome === 'number' ? outcome : NaN,
    text: typeof outcome === 'string' ? outcome : null,
    values: values ? byName(values) : null,
  };
}

function byName(numbers: Readonly<Record<string, number>>): NumbersByName {
  return { names: Object.keys(numbers), values: Float64Array.from(Object.values(numbers)) };
}
