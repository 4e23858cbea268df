import { checkedProbability, type Concept } from './concept.js';

/** 1 with probability `p`, else 0: a stream of errors. */
export function bernoulli(p: number): Concept<0 | 1> {
  checkedProbability(p, 'p');
  return (random) => (random() < p ? 1 : 0);
}
