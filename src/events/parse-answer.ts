import type { Prediction, Task } from './event.js';
import {
  isClassName,
  isFiniteNumber,
  isIdList,
  isName,
  isNumberRecord,
  isObject,
  isProbability,
  type Json,
} from './json-shapes.js';
import { refusal, wrong, type Refusal } from './refusal.js';
import { MAX_LIST } from './rows/id-list.js';

/**
 * The model's answer, or the failure that stands in its place. A task that the configuration fixes decides how it is read,
 * else the shape of the event: a list is a ranking, a score or a boolean binary, probabilities or text multiclass, a bare
 * number a regression.
 */
export function parseAnswer(
  o: Json,
  fixed: Task | undefined,
): { readonly answer: Prediction['answer'] } | Refusal {
  const { prediction, score, probabilities, error } = o;
  if (error !== undefined && error !== null) {
    const code = isObject(error) ? error['code'] : undefined;
    if (!isName(code)) return wrong('error', 'an object { "code": "..." }', error);
    return { answer: { task: 'failed', code } };
  }
  if (prediction === undefined || prediction === null) {
    return refusal(
      'missing-field',
      'prediction is missing: give the answer, or error { code } where the scorer failed',
    );
  }
  const task = fixed ?? taskOfShape(o);
  switch (task) {
    case 'binary': {
      const label = binaryLabel(prediction);
      if (label === null)
        return wrong('prediction', '0, 1, true or false (it has a score, so it is binary)', prediction);
      if (score !== undefined && score !== null && !isProbability(score))
        return wrong('score', 'a probability, 0 to 1', score);
      return { answer: typeof score === 'number' ? { task, label, score } : { task, label } };
    }
    case 'multiclass': {
      if (!(isClassName(prediction) || isFiniteNumber(prediction)))
        return wrong('prediction', 'a class name without tabs', prediction);
      if (probabilities !== undefined && probabilities !== null) {
        if (!isNumberRecord(probabilities) || !Object.values(probabilities).every(isProbability)) {
          return wrong('probabilities', 'an object of probabilities, 0 to 1, by class', probabilities);
        }
        return { answer: { task, label: String(prediction), probabilities } };
      }
      return { answer: { task, label: String(prediction) } };
    }
    case 'regression':
      if (!isFiniteNumber(prediction)) return wrong('prediction', 'a finite number', prediction);
      return { answer: { task, value: prediction } };
    case 'ranking':
      if (!isIdList(prediction) || prediction.length === 0) {
        return wrong(
          'prediction',
          `a list of 1 to ${MAX_LIST} different ids (strings), best first`,
          prediction,
        );
      }
      return { answer: { task, ranked: prediction } };
  }
}

function binaryLabel(prediction: unknown): 0 | 1 | null {
  if (prediction === true || prediction === 1 || prediction === '1') return 1;
  return prediction === false || prediction === 0 || prediction === '0' ? 0 : null;
}

function taskOfShape(o: Json): Task {
  if (Array.isArray(o['prediction'])) return 'ranking';
  if (o['score'] !== undefined && o['score'] !== null) return 'binary';
  if (o['probabilities'] !== undefined && o['probabilities'] !== null) return 'multiclass';
  if (typeof o['prediction'] === 'boolean') return 'binary';
  return typeof o['prediction'] === 'string' ? 'multiclass' : 'regression';
}
