/**
 * `leeway/metrics`: how right a model is. States merge (`empty...`, `add...`, `merge...`) and depend on the set of rows
 * only; values agree with scikit-learn, and what is undefined is null with its reason.
 */
export { accuracy, balancedAccuracy } from './accuracy.js';
export { cohensKappa, matthewsCorrelation } from './agreement.js';
export { averagePrecision, averagePrecisionOfHistograms } from './average-precision.js';
export {
  addToConfusion,
  classCounts,
  confusionMatrix,
  confusionOf,
  mergeConfusion,
  type ClassCounts,
  type Confusion,
} from './confusion-matrix.js';
export { addToMean, emptyMean, meanValue, mergeMean, type ExactMean } from './exact-mean.js';
export {
  addToCalibration,
  emptyCalibration,
  expectedCalibrationError,
  mergeCalibration,
  type CalibrationBins,
} from './expected-calibration-error.js';
export type { Estimated, Measured } from './measured.js';
export { medianAbsoluteError } from './median-absolute-error.js';
export { f1, precision, recall, type Average } from './precision-recall.js';
export { addBrier, addLogLoss, addMulticlassBrier, brier, logLoss } from './probability-losses.js';
export {
  addRegressionError,
  bias,
  emptyRegressionErrors,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  medianAbsoluteErrorOfHistogram,
  mergeRegressionErrors,
  rootMeanSquaredError,
  rSquared,
  type RegressionErrors,
} from './regression-errors.js';
export { rocAuc, rocAucOfHistograms } from './roc-auc.js';
