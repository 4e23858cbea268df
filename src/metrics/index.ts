/**
 * `leeway/metrics`: how right a model is. States merge (`empty...`, `add...`, `merge...`) and depend on the set of rows
 * only; each has a JSON form; values agree with scikit-learn, and what is undefined is null with its reason.
 */
export { accuracy, balancedAccuracy } from './accuracy.js';
export { cohensKappa, matthewsCorrelation } from './agreement.js';
export { averagePrecision, averagePrecisionOfHistograms } from './average-precision.js';
export {
  addToConfusion,
  classCounts,
  confusionFromJson,
  confusionMatrix,
  confusionOf,
  confusionToJson,
  mergeConfusion,
  type ClassCounts,
  type Confusion,
  type ConfusionJson,
} from './confusion-matrix.js';
export {
  addToMean,
  emptyMean,
  meanFromJson,
  meanToJson,
  meanValue,
  mergeMean,
  type ExactMean,
  type ExactMeanJson,
} from './exact-mean.js';
export {
  addToCalibration,
  calibrationFromJson,
  calibrationToJson,
  emptyCalibration,
  expectedCalibrationError,
  mergeCalibration,
  type CalibrationBins,
  type CalibrationJson,
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
export {
  regressionErrorsFromJson,
  regressionErrorsToJson,
  type RegressionErrorsJson,
} from './regression-errors-json.js';
export { rocAuc, rocAucOfHistograms } from './roc-auc.js';
export {
  addRanking,
  emptyRanking,
  hitRate,
  meanReciprocalRank,
  mergeRanking,
  ndcg,
  RANKED_PLACES,
  RANKING_CUTS,
  rankingFromJson,
  rankingToJson,
  takeRate,
  type Chosen,
  type RankingCut,
  type RankingJson,
  type RankingSums,
} from './ranking.js';
