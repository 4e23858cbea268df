/** @throws RangeError unless there is one outcome, 0 or 1, for each finite score */
export function checkedScores(scores: readonly number[], outcomes: readonly number[]): void {
  if (scores.length !== outcomes.length) {
    throw new RangeError(`${scores.length} scores but ${outcomes.length} outcomes: they are pairs`);
  }
  for (const [row, score] of scores.entries()) {
    if (!Number.isFinite(score)) throw new RangeError(`score ${row} is ${score}: count such rows apart`);
    const outcome = outcomes[row];
    if (outcome !== 0 && outcome !== 1) throw new RangeError(`outcome ${row} is ${outcome}, not 0 or 1`);
  }
}

/** Rows that share a score: what a threshold takes or leaves together. */
export interface ScoreGroup {
  readonly positives: number;
  readonly negatives: number;
}

/** Groups of equal scores, the highest first. O(n log n). */
export function scoreGroups(scores: readonly number[], outcomes: readonly number[]): ScoreGroup[] {
  checkedScores(scores, outcomes);
  const order = scores.map((_, row) => row).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const groups: { positives: number; negatives: number }[] = [];
  let last: number | undefined;
  for (const row of order) {
    if (scores[row] !== last) groups.push({ positives: 0, negatives: 0 });
    last = scores[row];
    const group = groups.at(-1) as { positives: number; negatives: number };
    if (outcomes[row] === 1) group.positives++;
    else group.negatives++;
  }
  return groups;
}
