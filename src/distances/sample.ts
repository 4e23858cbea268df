/**
 * Checks that a sample can be compared at all.
 *
 * @throws RangeError for an empty sample, or one with a value that is not finite (named by its index)
 */
export function checkedSample(sample: readonly number[], name: string, least = 1): void {
  if (sample.length < least) {
    throw new RangeError(`${name} has ${sample.length} values: this comparison needs at least ${least}`);
  }
  const odd = sample.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    throw new RangeError(`${name}[${odd}] is ${sample[odd]}: count such values apart, they have no distance`);
  }
}

/** A sorted copy, as float64. */
export function sorted(sample: readonly number[]): Float64Array {
  return Float64Array.from(sample).sort();
}
