/**
 * The price of a finite reference, c(N): quantiles of sum G_j f(j / (N+1)) with G ~ Dirichlet(1, ..., 1) on N + 1
 * (evidence of `detectors/conformal/rank-e-value.ts`). Prints the table; about ten seconds.
 */
import { powerCalibrator } from '../detectors/conformal/rank-e-value.js';
import { quantile } from '../detectors/conformal/standardise.js';
import { seededRandom } from '../detectors/random.js';

const SIZES = [7, 14, 21, 28, 35, 42, 49, 63, 84, 126, 168, 252, 364, 504, 1008];

/** @returns the 95% and the 99% quantile over `draws` references */
function priceOfReference(units: number, draws: number, seed: number): [at95: number, at99: number] {
  const random = seededRandom(seed);
  const values = Array.from({ length: units + 1 }, (_, j) => powerCalibrator((j + 1) / (units + 1)));
  const means = Float64Array.from({ length: draws }, () => {
    let [sum, total] = [0, 0];
    for (const value of values) {
      const weight = -Math.log(1 - random());
      sum += weight * value;
      total += weight;
    }
    return sum / total;
  });
  const sorted = [...means.sort()];
  return [quantile(sorted, 0.95), quantile(sorted, 0.99)];
}

console.log('N, 95%, 99%');
for (const units of SIZES) {
  const [at95, at99] = priceOfReference(units, Math.min(200_000, Math.ceil(4e7 / units)), 1);
  console.log(`${units}, ${at95.toFixed(3)}, ${at99.toFixed(3)}`);
}
