import { upperT } from '../../detectors/f-quantile.js';

/** y = scale * x^exponent, with a 95% interval of the exponent. */
export interface PowerLaw {
  readonly exponent: number;
  readonly low: number;
  readonly high: number;
  readonly scale: number;
}

/**
 * Least squares of ln y on ln x; the interval is Student's, with errors that are the same share of y everywhere.
 *
 * @param points x and y above 0, at two different x at least and three in all
 * @throws RangeError otherwise
 */
export function fitPowerLaw(points: readonly (readonly [x: number, y: number])[]): PowerLaw {
  const bad = points.find(([x, y]) => !(x > 0 && y > 0 && Number.isFinite(x) && Number.isFinite(y)));
  if (bad) throw new RangeError(`a power law goes through points above 0, not (${bad.join(', ')})`);
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const n = logs.length;
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / n;
  const sxx = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (n < 3 || !(sxx > 0)) {
    throw new RangeError(`a power law with its interval needs three points at two sizes, got ${n}`);
  }
  const exponent = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / sxx;
  const intercept = meanY - exponent * meanX;
  const residual = logs.reduce((sum, [x, y]) => sum + (y - intercept - exponent * x) ** 2, 0);
  const half = upperT(0.025, n - 2) * Math.sqrt(residual / (n - 2) / sxx);
  return { exponent, low: exponent - half, high: exponent + half, scale: Math.exp(intercept) };
}
