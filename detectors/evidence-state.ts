/** What the evidence remembers between panes: plain JSON, so a snapshot is a copy. */
import type { Calibration } from './calibration.js';
import { componentsOf } from './components.js';
import { noRise, type Rise } from './rise.js';
import { emptySums, type Sums } from './sums.js';

export interface EvidenceState {
  /** The running unit; null before the first pane. */
  unit: number | null;
  /** The unit in which an alarm was raised: it has been used up. */
  spent: number | null;
  /** By rank component, then by fold: running maximum of the running unit's standardised score; null before its first pane. */
  running: (number | null)[][];
  /**
   * By rank component, then by fold: score of the unit just before the running one; null where it had no pane. Null as a
   * whole where scores are ranked as they are.
   */
  before: (number | null)[][] | null;
  /** By bet: e-values of the running unit, one for each stake; null before its pane. */
  bets: (number[] | null)[];
  /** Shiryaev-Roberts sums after the last whole unit. */
  sums: Sums;
  /** By component, ranks before bets. */
  rises: Rise[];
}

/** Every component's place is made here, in the order of the calibration: a snapshot tells nothing of arrival. */
export function createEvidence(calibration: Calibration): EvidenceState {
  const components = componentsOf(calibration);
  const scores = components
    .filter((component) => component.kind === 'rank')
    .map((rank) => rank.scale.folds.map(() => null));
  return {
    unit: null,
    spent: null,
    running: scores,
    before: calibration.options.innovations ? noScores(scores) : null,
    bets: calibration.bets.map(() => null),
    sums: emptySums(calibration),
    rises: components.map(noRise),
  };
}

/** The same places, without a score. */
export function noScores(scores: readonly (readonly unknown[])[]): null[][] {
  return scores.map((ofFolds) => ofFolds.map(() => null));
}
