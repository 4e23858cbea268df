/** What a detector and its options are, in words: apart from the rules, so that only those who ask for it load it. */
export interface DetectorText<Options> {
  readonly summary: string;
  /** What each option does, in one sentence. */
  readonly options: { readonly [Name in keyof Options]-?: string };
}

/** Options that mean the same in several detectors. */
export const MODE = 'Watch for increases, decreases or both.';
export const DECREASES_TOO = 'Watch for decreases too.';
export const FIRST_ALARM = 'Values before the first alarm.';
export const FIRST_TEST = 'Values before the first test.';
export const NEWEST_WEIGHT = 'Weight of the newest value in a mean.';
export const DRIFT_PROBABILITY = 'Confidence of a drift; smaller means fewer alarms.';
export const WARNING_PROBABILITY = 'Confidence of a warning.';
export const LOG_RATIO = 'Log likelihood ratio that is a drift.';
export const LEARNED_BOUND = 'Upper bound of it while nothing changes; null learns it from the reference.';
export const ONE_FALSE_ALARM = 'At most one false alarm in so many is expected.';
