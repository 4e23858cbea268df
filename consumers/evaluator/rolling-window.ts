import { emptyOutcomePane, mergeOutcomePane, type OutcomePane } from '../../src/aggregates/outcome-pane.js';

/**
 * The newest closed outcome panes of a version: the shortest suffix that holds at least so many outcomes. Panes can be
 * added up but not taken away again, so they stand in blocks that are added up once; reading the window then costs about
 * twice the root of its panes, not all of them.
 */
export interface RollingWindow {
  readonly blocks: RollingBlock[];
  /** Outcomes in all of it. */
  n: number;
}

interface RollingBlock {
  /** Oldest first. */
  readonly panes: OutcomePane[];
  /** All that was ever in the block, or null once it has lost a pane. */
  sum: OutcomePane | null;
}

const PANES_A_BLOCK = 32;

export function emptyWindow(): RollingWindow {
  return { blocks: [], n: 0 };
}

/** Takes a pane, the newest, and lets go of the oldest ones that `outcomes` can do without. */
export function slideWindow(window: RollingWindow, pane: OutcomePane, outcomes: number): void {
  let newest = window.blocks.at(-1);
  if (!newest || newest.panes.length === PANES_A_BLOCK) {
    window.blocks.push((newest = { panes: [], sum: emptyOutcomePane() }));
  }
  newest.panes.push(pane);
  if (newest.sum) mergeOutcomePane(newest.sum, pane);
  window.n += pane.n;
  for (;;) {
    const oldest = window.blocks[0];
    const first = oldest?.panes[0];
    if (!oldest || !first || window.n - first.n < outcomes) return;
    oldest.panes.shift();
    oldest.sum = null;
    window.n -= first.n;
    if (oldest.panes.length === 0) window.blocks.shift();
  }
}

/** The window as one pane. */
export function windowPane({ blocks }: RollingWindow): OutcomePane {
  const whole = emptyOutcomePane();
  for (const { panes, sum } of blocks) {
    if (sum) mergeOutcomePane(whole, sum);
    else for (const pane of panes) mergeOutcomePane(whole, pane);
  }
  return whole;
}
