import type { Detector } from '../../detectors/index.js';

/** Indices of the values at which a detector says drift. */
export function alarmsOf(detector: Detector, stream: readonly number[]): number[] {
  return stream.flatMap((value, index) => (detector.update(value).drift ? [index] : []));
}
