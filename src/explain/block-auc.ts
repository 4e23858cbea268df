import { randomIndex, seededRandom } from '../../detectors/random.js';

export interface BlockAuc {
  readonly auc: number;
  /** 95%: what varies independently are the blocks of time, not their rows. */
  readonly interval: readonly [number, number];
}

const DRAWS = 400;

/**
 * Share of the pairs of a row of class 1 and one of class 0 in which the former has the larger score, ties one half; with an
 * interval by drawing the blocks of both classes anew (percentile bootstrap). The same rows give the same answer.
 *
 * @param blocks of each row, from 0 within its class
 * @returns null where a class has no rows
 */
export function blockAuc(scores: Float64Array, labels: Uint8Array, blocks: Int32Array): BlockAuc | null {
  const sizes = [0, 0];
  const rows: [number[], number[]] = [[], []];
  labels.forEach((label, row) => {
    sizes[label] = Math.max(sizes[label] as number, (blocks[row] as number) + 1);
    const own = rows[label] as number[];
    own[blocks[row] as number] = (own[blocks[row] as number] ?? 0) + 1;
  });
  const [zeros, ones] = sizes as [number, number];
  if (zeros === 0 || ones === 0) return null;
  const wins = winsByBlocks(scores, labels, blocks, zeros, ones);
  const aucOf = (byZero: readonly number[], byOne: readonly number[]) => {
    let [won, pairs] = [0, 0];
    for (let i = 0; i < zeros; i++) {
      for (let j = 0; j < ones; j++) {
        const weight = (byZero[i] as number) * (byOne[j] as number);
        won += weight * (wins[i * ones + j] as number);
        pairs += weight * (rows[0][i] ?? 0) * (rows[1][j] ?? 0);
      }
    }
    return pairs === 0 ? null : won / pairs;
  };
  const each = (n: number) => Array.from<number>({ length: n }).fill(1);
  const random = seededRandom(1);
  const drawn = (n: number) => {
    const times = Array.from<number>({ length: n }).fill(0);
    for (let i = 0; i < n; i++) times[randomIndex(random, n)]!++;
    return times;
  };
  const draws = Array.from({ length: DRAWS }, () => aucOf(drawn(zeros), drawn(ones)))
    .filter((auc) => auc !== null)
    .sort((a, b) => a - b);
  const auc = aucOf(each(zeros), each(ones)) ?? 0.5;
  const at = (q: number) => draws[Math.round(q * (draws.length - 1))] ?? auc;
  return { auc, interval: [at(0.025), at(0.975)] };
}

/** Pairs that a block of class 1 wins against one of class 0. */
function winsByBlocks(
  scores: Float64Array,
  labels: Uint8Array,
  blocks: Int32Array,
  zeros: number,
  ones: number,
): Float64Array {
  const order = Array.from(scores.keys()).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const wins = new Float64Array(zeros * ones);
  const above = new Float64Array(ones);
  for (let first = 0; first < order.length;) {
    let next = first;
    const tied = new Float64Array(ones);
    while (next < order.length && scores[order[next] as number] === scores[order[first] as number]) next++;
    const group = order.slice(first, next);
    for (const row of group) if (labels[row] === 1) tied[blocks[row] as number]!++;
    for (const row of group) {
      if (labels[row] === 1) continue;
      const at = (blocks[row] as number) * ones;
      for (let j = 0; j < ones; j++)
        wins[at + j] = (wins[at + j] as number) + (above[j] as number) + (tied[j] as number) / 2;
    }
    for (let j = 0; j < ones; j++) above[j] = (above[j] as number) + (tied[j] as number);
    first = next;
  }
  return wins;
}
