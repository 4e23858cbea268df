import type { Detector, DetectorPane, SingleVerdict } from '../../detectors/index.js';

/** What a detector takes: a value, or a pane. */
export type Input = number | DetectorPane;

export function feed(detector: Detector, input: Input): SingleVerdict {
  return typeof input === 'number' ? detector.update(input) : detector.updatePane(input);
}

/** Indices of the inputs at which a detector says drift. */
export function alarmsOf(detector: Detector, stream: readonly Input[]): number[] {
  return stream.flatMap((input, index) => (feed(detector, input).drift ? [index] : []));
}
