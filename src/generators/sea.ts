import { checkedProbability, checkedWhole, noisyLabel, type Concept, type LabelledRow } from './concept.js';

/** Thresholds of the four concepts. */
const THRESHOLDS = [8, 9, 7, 9.5] as const;

export interface SeaOptions {
  /** 0 to 3: label 1 when x0 + x1 is above 8, 9, 7 or 9.5. */
  readonly concept?: number;
  /** Probability of a wrong label, 0 to 1. The original has 0.1. */
  readonly noise?: number;
}

/**
 * SEA (Street and Kim, "A streaming ensemble algorithm", 2001): x0, x1 and an irrelevant x2, uniform on 0 to 10. A change
 * of concept moves the boundary and leaves the features' distribution as it was.
 */
export function sea({ concept = 0, noise = 0 }: SeaOptions = {}): Concept<LabelledRow> {
  const threshold = THRESHOLDS[checkedWhole(concept, 'concept', 0, 3)] as number;
  checkedProbability(noise, 'noise');
  return (random) => {
    const features = { x0: 10 * random(), x1: 10 * random(), x2: 10 * random() };
    return { features, label: noisyLabel(features.x0 + features.x1 > threshold, noise, random) };
  };
}
