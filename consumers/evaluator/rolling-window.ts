import { emptyOutcomePane, mergeHowRight, type OutcomePane } from '../../src/aggregates/outcome-pane.js';

/**
 * The newest closed outcome panes of a version: the shortest suffix that holds at least so many outcomes. Panes can be
 * added up but not taken away again, so they stand in blocks whose sums are kept: reading the window costs three merges
 * of them most of the time, however many panes it holds.
 */
export interface RollingWindow {
  /** Oldest first. */
  readonly blocks: RollingBlock[];
  /** All blocks between the oldest and the newest, added up; null: not since one of them came or went. */
  middle: OutcomePane | null;
  /** Outcomes in all of it. */
  n: number;
}

interface RollingBlock {
  /** Oldest first. They know how right the model was, and not where (`byFeature`). */
  readonly panes: OutcomePane[];
  /** All that was ever in the block; null once it has lost a pane. */
  sum: OutcomePane | null;
  /** Of a full block that loses its panes: each of them with all that come after it, added up. */
  rests: OutcomePane[] | null;
}

const PANES_A_BLOCK = 32;

export function emptyWindow(): RollingWindow {
  return { blocks: [], middle: null, n: 0 };
}

/** Takes a pane, the newest, and lets go of the oldest ones that `outcomes` can do without. */
export function slideWindow(window: RollingWindow, pane: OutcomePane, outcomes: number): void {
  const own = pane.byFeature ? { ...pane, byFeature: null } : pane;
  let newest = window.blocks.at(-1);
  if (!newest || newest.panes.length === PANES_A_BLOCK) {
    window.blocks.push((newest = { panes: [], sum: emptyOutcomePane(), rests: null }));
    window.middle = null;
  }
  newest.panes.push(own);
  newest.rests = null;
  if (newest.sum) mergeHowRight(newest.sum, own);
  window.n += own.n;
  for (;;) {
    const oldest = window.blocks[0];
    const first = oldest?.panes[0];
    if (!oldest || !first || window.n - first.n < outcomes) return;
    window.n -= first.n;
    oldest.panes.shift();
    oldest.sum = null;
    oldest.rests?.shift();
    if (oldest.panes.length > 0) continue;
    window.blocks.shift();
    window.middle = null;
  }
}

/** The window as one pane, to be read only: without `byFeature`. */
export function windowPane(window: RollingWindow): OutcomePane {
  const { blocks } = window;
  const [oldest, newest] = [blocks[0], blocks.at(-1)];
  const whole = emptyOutcomePane();
  if (!oldest || !newest) return whole;
  if (oldest !== newest) {
    if (!oldest.sum) oldest.rests ??= restsOf(oldest.panes);
    mergeBlock(whole, oldest);
    mergeHowRight(whole, (window.middle ??= sumOf(blocks.slice(1, -1))));
  }
  mergeBlock(whole, newest);
  return whole;
}

function mergeBlock(whole: OutcomePane, { panes, sum, rests }: RollingBlock): void {
  const known = sum ?? rests?.[0];
  if (known) mergeHowRight(whole, known);
  else for (const pane of panes) mergeHowRight(whole, pane);
}

function sumOf(blocks: readonly RollingBlock[]): OutcomePane {
  const sum = emptyOutcomePane();
  for (const block of blocks) mergeBlock(sum, block);
  return sum;
}

function restsOf(panes: readonly OutcomePane[]): OutcomePane[] {
  let after = emptyOutcomePane();
  return panes
    .toReversed()
    .map((pane) => {
      const rest = emptyOutcomePane();
      mergeHowRight(rest, pane);
      mergeHowRight(rest, after);
      return (after = rest);
    })
    .toReversed();
}
