import { addProduct } from './exact-product.js';
import {
  addToSum,
  emptySum,
  mergeSum,
  sumFromJson,
  sumToJson,
  type ExactSum,
  type ExactSumJson,
} from './exact-sum.js';

/**
 * What the errors of a regression are held against: how much the outcomes vary (for R squared) and how large they are (for
 * MAPE). A commutative monoid over the SET of pairs.
 */
export interface OutcomeScale {
  /** Of the outcomes, without rounding, so that a large offset costs no digits; those beyond `LARGEST_SQUARED` are left out. */
  readonly squares: ExactSum;
  /** Sum of |error| / |outcome|, over outcomes other than 0. */
  readonly relative: ExactSum;
  zeroOutcomes: number;
}

/** Squares of larger numbers, and sums of them, leave the range of float64: 2^480, 3e144. */
export const LARGEST_SQUARED = 2 ** 480;

export function emptyScale(): OutcomeScale {
  return { squares: emptySum(), relative: emptySum(), zeroOutcomes: 0 };
}

/** @param error  predicted - actual, however large */
export function addToScale(scale: OutcomeScale, actual: number, error: number): void {
  if (Math.abs(actual) <= LARGEST_SQUARED) addProduct(scale.squares, actual, actual);
  if (actual === 0) scale.zeroOutcomes++;
  else addToSum(scale.relative, Math.min(Number.MAX_VALUE, Math.abs(error / actual)));
}

export function mergeScale(into: OutcomeScale, from: OutcomeScale): void {
  mergeSum(into.squares, from.squares);
  mergeSum(into.relative, from.relative);
  into.zeroOutcomes += from.zeroOutcomes;
}

/** JSON form: equal scales have equal bytes. */
export interface OutcomeScaleJson {
  readonly squares: ExactSumJson;
  readonly relative: ExactSumJson;
  readonly zero: number;
}

export function scaleToJson({ squares, relative, zeroOutcomes }: OutcomeScale): OutcomeScaleJson {
  return { squares: sumToJson(squares), relative: sumToJson(relative), zero: zeroOutcomes };
}

export function scaleFromJson({ squares, relative, zero }: OutcomeScaleJson): OutcomeScale {
  return { squares: sumFromJson(squares), relative: sumFromJson(relative), zeroOutcomes: zero };
}
