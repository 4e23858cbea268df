import { randomIndex } from '../../detectors/random.js';
import { checkedProbability, checkedWhole, type Concept, type LabelledRow } from './concept.js';

/** Lit segments of the digits 0 to 9: top, upper left, upper right, middle, lower left, lower right, bottom. */
const DIGITS = [
  [1, 1, 1, 0, 1, 1, 1],
  [0, 0, 1, 0, 0, 1, 0],
  [1, 0, 1, 1, 1, 0, 1],
  [1, 0, 1, 1, 0, 1, 1],
  [0, 1, 1, 1, 0, 1, 0],
  [1, 1, 0, 1, 0, 1, 1],
  [1, 1, 0, 1, 1, 1, 1],
  [1, 0, 1, 0, 0, 1, 0],
  [1, 1, 1, 1, 1, 1, 1],
  [1, 1, 1, 1, 0, 1, 1],
] as const;
const SEGMENTS = 7;
const IRRELEVANT = 17;

export interface LedOptions {
  /** Probability that a segment shows the opposite, 0 to 1. The original has 0.1. */
  readonly noise?: number;
  /** How many of the first segments change places with irrelevant features: 0 to 7. A change of it is a drift. */
  readonly swapped?: number;
}

/**
 * LED (Breiman, Friedman, Olshen and Stone, "Classification and regression trees", 1984): a digit on a seven-segment
 * display and 17 irrelevant bits, features x0 to x23 of 0 and 1; the label is the digit. Best accuracy at noise 0.1: 74%.
 */
export function led({ noise = 0, swapped = 0 }: LedOptions = {}): Concept<LabelledRow> {
  checkedProbability(noise, 'noise');
  checkedWhole(swapped, 'swapped', 0, SEGMENTS);
  return (random) => {
    const label = randomIndex(random, 10);
    const bits: number[] = (DIGITS[label] ?? []).map((lit) => (random() < noise ? 1 - lit : lit));
    for (let bit = 0; bit < IRRELEVANT; bit++) bits.push(randomIndex(random, 2));
    for (let bit = 0; bit < swapped; bit++) {
      const other = SEGMENTS + bit;
      [bits[bit], bits[other]] = [bits[other] as number, bits[bit] as number];
    }
    return { features: Object.fromEntries(bits.map((bit, index) => [`x${index}`, bit])), label };
  };
}
