/** Performance that is not known yet: estimated from scores and answers, and what part of the outcomes has come. */
export { binaryBins } from './binary-scores.js';
export { calibratedProbability, calibrationOf, type Calibration } from './calibration.js';
export {
  answeredBins,
  type AnsweredBin,
  type ClassOutcomes,
  type ClassScores,
  type LabelledBin,
} from './class-scores.js';
export {
  classifierEstimator,
  LEAST_REFERENCE_PANES,
  type ClassBins,
  type ClassifierEstimator,
} from './classifier-estimator.js';
export { completeBuckets, DELAY_BUCKETS, DELAY_EDGES, delayBucket, upToAge } from './delay-buckets.js';
export { confidenceBins, confidenceReference } from './confidence.js';
export { estimatedOf, estimatedValues, type Estimated } from './estimated-values.js';
export { estimateReference, type EstimateReference } from './estimate-reference.js';
export { estimateClassifier, type ClassifierEstimate } from './estimate-classifier.js';
export { INTERVAL_LEVEL, type Estimate } from './interval.js';
export { isotonicBlocks } from './isotonic.js';
export {
  coverageAgainst,
  delayQuantile,
  labelCoverage,
  mergeCohorts,
  type Cohort,
} from './label-coverage.js';
export { estimateLoss, lossByAnswer, type LossByAnswer, type LossCell } from './loss-by-answer.js';
export { binaryReference, multiclassReference } from './reference-bins.js';
export { cohortWidth, revisionAges, revisionOf } from './revisions.js';
export { ESTIMATED_METRICS, type EstimatedMetric } from './tally-metrics.js';
