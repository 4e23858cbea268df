/**
 * leeway/detectors: drift detectors on single values, pure and without dependencies; it runs in a browser too.
 *
 * @example
 * const detector = createDetector('adwin', { delta: 0.002 });
 * for (const error of errors) if (detector.update(error).drift) console.log('changed');
 */
import type { Detector, DetectorDescription, DetectorSnapshot, RegisteredDetector } from './detector.js';
import { type DetectorName, type OptionsOf, registry } from './registry.js';

export type { Detector, DetectorDescription, DetectorSnapshot } from './detector.js';
export { DetectorOptionError, describeRange, type OptionSchema } from './options.js';
export type { DetectorName, OptionsOf } from './registry.js';
export type { SingleVerdict } from './single-verdict.js';
export type { Pane } from './value-pane.js';
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
): Detector {
  return find<OptionsOf<Name>>(name).create(options);
}

/**
 * Goes on where the snapshot was taken: every later verdict is the same.
 * @throws RangeError when there is no detector of its name, or its version is not 1
 * @throws TypeError when its state is not what the detector writes
 */
export function restoreDetector(snapshot: DetectorSnapshot): Detector {
  if (snapshot.version !== 1) {
    throw new RangeError(`a detector's snapshot has version 1, got ${String(snapshot.version)}`);
  }
  return find(snapshot.detector).restore(snapshot);
}

/** All detectors: what they are, what a value means to them, their options with ranges and defaults. */
export function describeDetectors(): DetectorDescription[] {
  return Object.values(registry).map(({ description }) => structuredClone(description));
}

function find<Options extends object>(name: string): RegisteredDetector<Options> {
  if (!Object.hasOwn(registry, name)) {
    throw new RangeError(`there is no detector ${name}; there are ${Object.keys(registry).join(', ')}`);
  }
  return registry[name as DetectorName];
}
