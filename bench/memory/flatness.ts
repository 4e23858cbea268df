import { median } from '../performance/figures.js';

/** What a figure was in the second quarter of a run and what in the last: the first quarter fills what is to be filled. */
export interface Growth {
  readonly before: number;
  readonly after: number;
  /** Of `before`; negative where it has fallen. */
  readonly share: number;
}

/** @throws RangeError for fewer than eight values: a quarter needs two */
export function growthOf(values: readonly number[]): Growth {
  if (values.length < 8) throw new RangeError(`growth needs at least 8 values, got ${values.length}`);
  const quarter = Math.floor(values.length / 4);
  const before = median(values.slice(quarter, 2 * quarter));
  const after = median(values.slice(-quarter));
  return { before, after, share: before === 0 ? (after === 0 ? 0 : Infinity) : after / before - 1 };
}
