/**
 * leeway/detectors: drift detectors on single values and on panes, pure and without dependencies; it runs in a browser
 * too. `describeDetectors()` says which reads what.
 *
 * @example
 * const detector = createDetector('adwin', { delta: 0.002 });
 * for (const error of errors) if (detector.update(error).drift) console.log('changed');
 *
 * const daily = createDetector('e-pane', { budget: 90 });
 * for (const { n, errors } of days) if (daily.updatePane({ n, errors }).drift) console.log('worse');
 */
import type { Detector, RegisteredDetector } from './detector.js';
import type { DetectorSnapshot } from './snapshot.js';
import { type DetectorName, type DetectorOf, type OptionsOf, registry } from './registry.js';

export type {
  Detector,
  DetectorDescription,
  PaneDetectorDescription,
  ValueDetectorDescription,
} from './detector.js';
export type { DetectorSnapshot } from './snapshot.js';
export { describeDetectors } from './describe.js';
export { calibrate, type Calibration, type EvidenceOptions, type Refusal } from './calibration.js';
export type { Onset } from './onset.js';
export type { DistributionPane, EvidencePane, MeanPane, RatePane } from './pane.js';
export type { DetectorPane, Estimate, PaneKind } from './pane-kind.js';
export type { ConformalEVerdict } from './panes/conformal-e.js';
export type { OnsetVerdict } from './panes/onset.js';
export { selfTest, type SelfTest } from './self-test.js';
export type { StreamEvidence } from './verdict.js';
export { type BudgetStep, calibrateWithinBudget, type Tried, type WithinBudget } from './within-budget.js';
export { DetectorOptionError, describeRange, type OptionSchema } from './options.js';
export type { DetectorName, DetectorOf, OptionsOf } from './registry.js';
export type { SingleVerdict } from './single-verdict.js';
export type { ErrorCount, Pane } from './value-pane.js';
export type { ValueKind } from './values.js';

/**
 * @param name one of `describeDetectors()`
 * @param options by name; those that are absent take their defaults
 * @throws DetectorOptionError that names the option, its range and the value
 * @throws RangeError when there is no detector of this name
 */
export function createDetector<Name extends DetectorName>(
  name: Name,
  options: OptionsOf<Name> = {},
): DetectorOf<Name> {
  return find<OptionsOf<Name>>(name).create(options) as DetectorOf<Name>;
}

/**
 * Goes on where the snapshot was taken: every later verdict is the same. `restoreDetector<'onset'>(snapshot)` has the
 * type of that detector.
 * @throws RangeError when there is no detector of its name, or its version is not 1
 * @throws TypeError when its state is not what the detector writes
 */
export function restoreDetector<Name extends DetectorName = DetectorName>(
  snapshot: DetectorSnapshot,
): DetectorName extends Name ? Detector : DetectorOf<Name>;
export function restoreDetector(snapshot: DetectorSnapshot): Detector {
  if (snapshot.version !== 1) {
    throw new RangeError(`a detector's snapshot has version 1, got ${String(snapshot.version)}`);
  }
  return find(snapshot.detector).restore(snapshot);
}

function find<Options extends object>(name: string): RegisteredDetector<Options> {
  if (!Object.hasOwn(registry, name)) {
    throw new RangeError(`there is no detector ${name}; there are ${Object.keys(registry).join(', ')}`);
  }
  return registry[name as DetectorName];
}
