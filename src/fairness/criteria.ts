import type { RateName } from './rates.js';

/**
 * What the groups of an attribute must have in common:
 * - `demographic-parity`: how often they are given the favourable label;
 * - `equal-opportunity`: how often they are given it where it is true (Hardt, Price and Srebro, 2016);
 * - `equalised-odds`: that, and how often they are given it where it is not (the worse of the two counts);
 * - `predictive-parity`: how often it is true where it was given (Chouldechova, 2017);
 * - `calibration`: that label `1` happens as often as the scores say, over all scores together (too high for the low and
 *   too low for the high ones is not seen). It is signed, so it has a difference and no ratio.
 */
export type Criterion =
  'demographic-parity' | 'equal-opportunity' | 'equalised-odds' | 'predictive-parity' | 'calibration';

/** The rates that each criterion compares. */
export const CRITERIA: Readonly<Record<Criterion, readonly RateName[]>> = {
  'demographic-parity': ['selection'],
  'equal-opportunity': ['true-positive'],
  'equalised-odds': ['true-positive', 'false-positive'],
  'predictive-parity': ['precision'],
  calibration: ['calibration'],
};
