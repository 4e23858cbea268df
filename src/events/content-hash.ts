import { stringHash } from '../aggregates/string-hash.js';
import type { Outcome, Prediction } from './event.js';

/**
 * A 32-bit hash of what an event says, the same for any order of its object keys: two records of one id with equal hashes
 * are duplicates, with different ones a conflict. Hashes of the parts are added modulo 2^32, so nothing needs to be sorted.
 */
export function predictionHash(p: Prediction): number {
  const a = p.answer;
  let sum = part('time', p.time);
  switch (a.task) {
    case 'binary':
      sum += part('label', a.label) + part('score', a.score ?? null);
      break;
    case 'multiclass':
      sum += part('label', a.label) + record('p', a.probabilities);
      break;
    case 'regression':
      sum += part('value', a.value);
      break;
    case 'failed':
      sum += part('error', a.code);
      break;
  }
  return fold(sum + record('f', p.features) + part('latency', p.latencyMs ?? null) + record('s', p.segments));
}

export function outcomeHash(o: Outcome): number {
  return fold(part('time', o.time) + part('outcome', o.outcome) + record('v', o.values));
}

function record(kind: string, values: Readonly<Record<string, unknown>> | undefined): number {
  let sum = 0;
  if (values) for (const name in values) sum += part(kind + name, values[name]);
  return sum;
}

function part(name: string, value: unknown): number {
  return stringHash(`${name}=${typeof value === 'string' ? '"' : ''}${String(value)}`);
}

/** Sums of fewer than 2^21 parts are exact. */
function fold(sum: number): number {
  return sum % 2 ** 32;
}
