/**
 * What the law suite puts every detector through: streams by the kind of value or pane that it reads. A kind without
 * an entry does not compile, and a detector of an unknown kind fails.
 */
import type { DetectorDescription, PaneKind } from '../../detectors/index.js';
import type { Input } from './alarms.js';
import { conformalScenarios } from './conformal-scenarios.js';
import { countScenarios, estimateScenarios } from './pane-scenarios.js';
import { valueScenarios } from './streams-of-kind.js';

export interface Scenario {
  /** Beside the detector's quick options: a reference that belongs to the stream. */
  readonly options?: object;
  readonly inputs: readonly Input[];
}

export interface Scenarios {
  /** Much worse in its second half. */
  readonly changing: Scenario;
  /** Without a change and without an end. */
  readonly steady: { readonly options: object; readonly at: (index: number) => Input };
  readonly constants: readonly Scenario[];
  /** A constant, one input at its worst, the constant again. */
  readonly oddRow: Scenario & { readonly at: number };
  /** A steady stream, one outlier in it; and the same without. */
  readonly outlier: Scenario & { readonly at: number; readonly without: readonly Input[] };
  readonly constantThenWorse: Scenario;
  /** `changing`, with an outlier long before the change: in the reference, where there is one. `from`: the change. */
  readonly outlierBefore: Scenario & { readonly from: number };
  /** Steady, then much better; null where nothing says which way is better. `from`: the change. */
  readonly better: (Scenario & { readonly from: number }) | null;
  /** Inputs without a single row. */
  readonly missing: readonly Input[];
  /** Inputs that must be refused. */
  readonly impossible: readonly Input[];
  /** `changing` in other units; null where there are none. */
  readonly inOtherUnits: ((factor: number) => Scenario) | null;
}

const OF_PANES: Readonly<Record<PaneKind, () => Scenarios>> = {
  'error-counts': countScenarios,
  estimates: estimateScenarios,
  streams: conformalScenarios,
};

export function scenariosOf(description: DetectorDescription): Scenarios {
  if (description.reads === 'values') return valueScenarios(description.values);
  return OF_PANES[description.panes]();
}
