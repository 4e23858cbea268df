/**
 * Commits that find one another: one record of each commit carries, in a header, which offsets the commit has moved and which
 * commit had moved them before. Whoever knows one commit of a task can tell from the topics it writes to where the task
 * stands, even where the broker has forgotten the offsets (decision 24).
 */
import type { Offset } from '../port.js';
import { toOffset } from '../port.js';

/** Headers of this name are the adapter's own: readers do not see them. */
export const TRAIL_HEADER = 'leeway-commit';

export interface CommitStep {
  readonly group: string;
  readonly partition: number;
  /** The name of this commit. */
  readonly commit: string;
  /** By input topic: the commit that had moved it last, and where it is moved to. */
  readonly moves: Readonly<Record<string, { readonly after: string; readonly to: Offset }>>;
}

export function stepText({ group, partition, commit, moves }: CommitStep): string {
  const written = Object.entries(moves).map(([topic, { after, to }]) => [topic, after, to]);
  return JSON.stringify([group, partition, commit, written]);
}

/** @throws SyntaxError, RangeError on anything that `stepText` has not written */
export function readStep(text: string): CommitStep {
  const [group, partition, commit, written] = JSON.parse(text) as [
    string,
    number,
    string,
    [string, string, number][],
  ];
  const moves = Object.fromEntries(written.map(([topic, after, to]) => [topic, { after, to: toOffset(to) }]));
  return { group, partition, commit, moves };
}

/** Where a task stands in one of its topics. */
export interface Standing {
  readonly offset: Offset;
  readonly commit: string;
}

/**
 * Follows the steps from one commit to the last. What follows from nothing known is left alone: it is of another life of the
 * group, which somebody has reset.
 */
export function followTrail(steps: readonly CommitStep[], topic: string, from: Standing): Standing {
  const next = new Map<string, Standing>();
  for (const { commit, moves } of steps) {
    const move = moves[topic];
    if (move) next.set(move.after, { offset: move.to, commit });
  }
  let standing = from;
  // Each step is taken once, so that a trail that somebody has forged into a circle ends.
  for (let found = next.get(standing.commit); found; found = next.get(standing.commit)) {
    next.delete(standing.commit);
    standing = found;
  }
  return standing;
}

/**
 * The name of a commit: unlike any other, and told by it when the process made it.
 *
 * @param now epoch ms
 * @param opening of the task's opening, unlike any other
 */
export function commitName(now: number, opening: string, count: number): string {
  return `${now}-${opening}-${count}`;
}

/** Epoch ms. @throws RangeError on a name that `commitName` has not made */
export function madeAt(commit: string): number {
  return toOffset(commit.slice(0, commit.indexOf('-')));
}
