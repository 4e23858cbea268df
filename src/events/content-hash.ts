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

/** Mixes a value's own bits with the hash of its name; no text is put together for it. */
function mixed(name: number, value: unknown): number {
  let h: number;
  if (typeof value === 'number') {
    float[0] = value + 0;
    h = Math.imul((words[0] as number) ^ Math.imul(words[1] as number, 0x85ebca6b), 0xc2b2ae35) ^ 1;
  } else if (typeof value === 'string') h = stringHash(value) ^ 2;
  else h = value === true ? 3 : value === false ? 4 : 5;
  h = Math.imul(h ^ (h >>> 15) ^ name, 0x9e3779b1);
  return (h ^ (h >>> 13)) >>> 0;
}

type Prefix = '' | 'f' | 'p' | 's' | 'v';

/** Names repeat from record to record; a cache is cleared when somebody sends endless new ones. */
const names: Readonly<Record<Prefix, Map<string, number>>> = {
  '': new Map(),
  f: new Map(),
  p: new Map(),
  s: new Map(),
  v: new Map(),
};
const MOST_NAMES = 4096;

function nameHash(prefix: Prefix, name: string): number {
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
