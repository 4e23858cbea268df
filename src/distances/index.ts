/**
 * `leeway/distances`: how far apart two samples or histograms are, what chance alone would give (`...Bias`), and p-values
 * where they exist. Pure; values agree with SciPy.
 */
export { mergeRareBins, type Counts } from './bins.js';
export { chiSquared, type ChiSquaredResult } from './chi-squared.js';
export { cramerVonMises, cramerVonMisesBias } from './cramer-von-mises.js';
export { energy, energyBias, energyBinned } from './energy.js';
export { hellinger, hellingerBias, hellingerCorrected } from './hellinger.js';
export {
  jensenShannon,
  jensenShannonBias,
  jensenShannonCorrected,
  jensenShannonDivergence,
} from './jensen-shannon.js';
export { kolmogorovSmirnov, kolmogorovSmirnovBias, kolmogorovSmirnovBinned } from './kolmogorov-smirnov.js';
export { mannWhitneyU } from './mann-whitney-u.js';
export {
  populationStabilityIndex as psi,
  populationStabilityIndexBias as psiBias,
  populationStabilityIndexCorrected as psiCorrected,
} from './population-stability-index.js';
export type { TestMethod, TestResult } from './test-result.js';
export { totalVariation, totalVariationBias } from './total-variation.js';
export { wasserstein, wassersteinBias, wassersteinBinned } from './wasserstein.js';
