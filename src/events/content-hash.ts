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
    case 'ranking':
      a.ranked.forEach((id, place) => (sum += part(`ranked ${place}`, id)));
      break;
    case 'failed':
      sum += part('error', a.code);
      break;
  }
  sum += record('c', p.scores) + record('w', p.weights);
  return fold(sum + record('f', p.features) + part('latency', p.latencyMs ?? null) + record('s', p.segments));
}

export function outcomeHash(o: Outcome): number {
  return fold(part('time', o.time) + happened(o.outcome) + record('v', o.values));
}

/** What was chosen is a set: the same in any order. */
function happened(outcome: Outcome['outcome']): number {
  if (typeof outcome !== 'object') return part('outcome', outcome);
  return outcome.reduce((sum, id) => sum + part('chosen', id), part('chosen of', outcome.length));
}

/** The parts of an object: each name counts as `prefix` + name, so that a feature is no probability of the same name. */
function record(prefix: Prefix, values: Readonly<Record<string, unknown>> | undefined): number {
  let sum = 0;
  if (values) for (const name in values) sum += mixed(nameHash(prefix, name), values[name]);
  return sum;
}

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

function part(name: string, value: unknown): number {
  return mixed(nameHash('', name), value);
}

function mixed(name: number, value: unknown): number {
  let bits: number;
  if (typeof value === 'number') bits = numberBits(value);
  else if (typeof value === 'string') bits = textBits(stringHash(value));
  else bits = value === true ? TRUE_BITS : value === false ? FALSE_BITS : NULL_BITS;
  return mixedBits(name, bits) >>> 0;
}

/** A value's own bits, before its name is mixed in: a number, a text by its `stringHash`, true, false, null. */
export function numberBits(value: number): number {
  // + 0 turns -0 into 0
  float[0] = value + 0;
  return Math.imul((words[0] as number) ^ Math.imul(words[1] as number, 0x85ebca6b), 0xc2b2ae35) ^ 1;
}

export function textBits(hash: number): number {
  return hash ^ 2;
}

export const TRUE_BITS = 3;
export const FALSE_BITS = 4;
export const NULL_BITS = 5;

/**
 * What one part adds to the hash of its event: a value's own bits mixed with the hash of its name; no text is put together
 * for it. An int32: whoever adds parts in int32 gets the hash as `sum >>> 0`.
 */
export function mixedBits(name: number, bits: number): number {
  const h = Math.imul(bits ^ (bits >>> 15) ^ name, 0x9e3779b1);
  return h ^ (h >>> 13);
}

export type Prefix = '' | 'f' | 'p' | 's' | 'v' | 'c' | 'w';

/** Names repeat from record to record; a cache is cleared when somebody sends endless new ones. */
const names: Readonly<Record<Prefix, Map<string, number>>> = {
  '': new Map(),
  f: new Map(),
  p: new Map(),
  s: new Map(),
  v: new Map(),
  c: new Map(),
  w: new Map(),
};
const MOST_NAMES = 4096;

/** The hash of a name as a part of an event: of a field ('') or of an entry of one of its objects. */
export function nameHash(prefix: Prefix, name: string): number {
  const known = names[prefix];
  let hash = known.get(name);
  if (hash === undefined) {
    if (known.size >= MOST_NAMES) known.clear();
    hash = stringHash(prefix + name);
    known.set(name, hash);
  }
  return hash;
}

/** Sums of fewer than 2^21 parts are exact. */
function fold(sum: number): number {
  return sum % 2 ** 32;
}
