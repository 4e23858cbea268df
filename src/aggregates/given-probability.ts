import type { NumbersByName } from '../events/rows/row.js';

/** The probability that was given to a class; 0 for one that was not named. */
export function givenProbability({ names, values }: NumbersByName, label: string): number {
  const at = names.indexOf(label);
  return at < 0 ? 0 : (values[at] as number);
}
