/** The made-up models of the benchmark, and what is asked of each. */
import type { Setting } from './season.js';

export interface World extends Omit<Setting, 'seed'> {
  readonly name: string;
  /** Numbers of features at which the breaks are looked for. */
  readonly featureCounts: readonly number[];
}

const USUAL = { precision: 32, features: 3 };

export const WORLDS: readonly World[] = [
  { ...USUAL, name: 'usual', featureCounts: [3, 10, 30] },
  { ...USUAL, name: 'stormy', stormy: true, featureCounts: [3] },
  { ...USUAL, name: '3 rows a pane', rows: 3, featureCounts: [] },
];
