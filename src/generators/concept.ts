import type { Random } from '../../detectors/random.js';

/** What makes rows, one at a time: a distribution of features and a rule for their label. */
export type Concept<Row> = (random: Random) => Row;

/** A row of a classification stream. */
export interface LabelledRow {
  readonly features: Readonly<Record<string, number | string>>;
  readonly label: number;
}

/** A label of 0 or 1 that is wrong with probability `noise`. */
export function noisyLabel(label: boolean, noise: number, random: Random): number {
  const flipped = noise > 0 && random() < noise;
  return Number(label !== flipped);
}

/** @throws RangeError unless the option is between 0 and 1 */
export function checkedProbability(value: number, option: string): number {
  if (!(value >= 0 && value <= 1))
    throw new RangeError(`${option} is a probability from 0 to 1, not ${value}`);
  return value;
}

/** @throws RangeError unless the option is a whole number in [least, most] */
export function checkedWhole(value: number, option: string, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`${option} is a whole number from ${least} to ${most}, not ${value}`);
}
