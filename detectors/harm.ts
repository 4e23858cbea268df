/**
 * Does it hurt? The realised loss (or error rate) of a few panes against the reference's at the same hour and kind of
 * day. A data drift whose outcomes are there and are not worse is shown, not alarmed: a milder spring moves every
 * feature that follows the weather, and the model does better.
 */
import type { Season } from './conformal/season.js';
import { slotOf } from './conformal/season.js';
import { fitValue, type ValuePane, valueOf } from './conformal/value-score.js';

export interface Harm {
  /** Mean of the panes above their matched reference; below 0 = better than the reference. */
  readonly worse: number;
  /** Standard error of `worse`, from how much the reference's own panes move. */
  readonly standardError: number;
  /** Mean of the reference over the same hours and kinds of day. */
  readonly expected: number;
  /** False: not worse than the reference by one standard error. */
  readonly hurts: boolean;
}

/**
 * @param reference panes of one loss or error stream, one scale
 * @param window panes of the same stream and scale; @returns null when one of them has no rows: nothing is known
 */
export function realisedHarm(
  season: Season,
  reference: readonly ValuePane[],
  window: readonly ValuePane[],
): Harm | null {
  const before = reference.filter((pane) => pane.n > 0);
  const now = window.filter((pane) => pane.n > 0);
  const [first] = now;
  if (!first || before.length === 0) return null;
  const model = fitValue(season, first.scale, before, 'up');
  let [rows, value, expected, squares] = [0, 0, 0, 0];
  for (const pane of now) {
    rows += pane.n;
    squares += pane.n * pane.n;
    value += pane.n * valueOf(pane);
    expected += pane.n * (model.centres[slotOf(season, pane.scale, pane.start)] ?? 0);
  }
  const worse = (value - expected) / rows;
  const centre = expected / rows;
  const drawn = (model.rowVariance ?? centre * (1 - centre)) / rows;
  const standardError = Math.sqrt(drawn + model.between * (squares / (rows * rows)));
  return { worse, standardError, expected: centre, hurts: worse > standardError };
}
