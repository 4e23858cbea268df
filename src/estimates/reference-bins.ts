import { binShift } from '../aggregates/numeric-histogram.js';
import type { OutcomePane } from '../aggregates/outcome-pane.js';
import { binaryOutcomeBins, binaryShift } from './binary-scores.js';
import { labelledBins, type ClassOutcomes, type LabelledBin } from './class-scores.js';
import type { ClassBins } from './classifier-estimator.js';

/** The reference's panes of a binary classifier, on the same bins. */
export function binaryReference(
  panes: readonly Pick<OutcomePane, 'confusion' | 'scores'>[],
): ClassBins<LabelledBin>[] {
  const shift = panes.reduce((coarsest, pane) => Math.max(coarsest, binaryShift(pane)), 0);
  return panes.map((pane) => new Map([['1', binaryOutcomeBins(pane, shift)]]));
}

/** The reference's panes of a multiclass classifier, by class, on the same bins. */
export function multiclassReference(
  panes: readonly ReadonlyMap<string, ClassOutcomes>[],
): ClassBins<LabelledBin>[] {
  let shift = 0;
  for (const pane of panes) {
    for (const { said, unsaid } of pane.values()) {
      shift = Math.max(
        shift,
        ...[said.positive, said.negative, unsaid.positive, unsaid.negative].map(binShift),
      );
    }
  }
  return panes.map(
    (pane) => new Map([...pane].map(([label, outcomes]) => [label, labelledBins(outcomes, shift)])),
  );
}
