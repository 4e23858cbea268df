import { incompleteBeta } from './incomplete-beta.js';

/**
 * How strange the rows of one period are to the periods of a reference, each held against those of its own kind (its weekday):
 * the logarithm of the rows, by Student's t of the spread within the kinds. Plain data.
 */
export interface SteadyCount {
  /** Mean of log(1 + rows) by kind, and periods that say so; a kind that the reference never had: null. */
  readonly kinds: readonly ({ readonly mean: number; readonly periods: number } | null)[];
  readonly spread: number;
  readonly degrees: number;
}

/** No count is steadier than this, relative to itself. */
const LEAST_SPREAD = 0.1;
/** Six weeks hold five whole ones, wherever a week is taken to begin. */
const LEAST_DEGREES = 4;
/** Of Vovk's calibrators, k p^(k-1): mean 1 over uniform p, steep where p is small. */
const CALIBRATOR = 0.1;

/** @returns null where the reference has too few periods */
export function fitSteadyCount(
  periods: readonly { readonly kind: number; readonly rows: number }[],
  kinds: number,
): SteadyCount | null {
  const byKind = Array.from({ length: kinds }, (_, kind) =>
    periods.filter((one) => one.kind === kind).map(({ rows }) => Math.log1p(rows)),
  );
  const fitted = byKind.map((values) => {
    if (values.length === 0) return null;
    return { mean: values.reduce((sum, x) => sum + x, 0) / values.length, periods: values.length };
  });
  let squares = 0;
  byKind.forEach((values, kind) => {
    for (const x of values) squares += (x - (fitted[kind]?.mean ?? 0)) ** 2;
  });
  const degrees = periods.length - fitted.filter((kind) => kind !== null).length;
  if (degrees < LEAST_DEGREES) return null;
  return { kinds: fitted, spread: Math.max(LEAST_SPREAD, Math.sqrt(squares / degrees)), degrees };
}

/** E-value of one period, either way: fewer rows and more are alike. 1 for a kind that the reference never had. */
export function countEValue({ kinds, spread, degrees }: SteadyCount, kind: number, rows: number): number {
  const known = kinds[kind];
  if (!known) return 1;
  const t = (Math.log1p(rows) - known.mean) / (spread * Math.sqrt(1 + 1 / known.periods));
  const sum = degrees + t * t;
  const p = Math.max(1e-300, incompleteBeta(degrees / sum, (t * t) / sum, degrees / 2, 0.5));
  return CALIBRATOR * p ** (CALIBRATOR - 1);
}
