/**
 * A sum that values are also taken out of again (Neumaier's compensation): what one huge value leaves behind after it
 * has gone is about 1e-32 of it, not 1e-16, so it does not drown the others.
 */
export interface CompensatedSum {
  sum: number;
  /** What rounding has taken from it. */
  rest: number;
}

export function emptySum(): CompensatedSum {
  return { sum: 0, rest: 0 };
}

export function addTo(total: CompensatedSum, value: number): void {
  const sum = total.sum + value;
  const isLarger = Math.abs(total.sum) >= Math.abs(value);
  total.rest += isLarger ? total.sum - sum + value : value - sum + total.sum;
  total.sum = sum;
}

export function totalOf({ sum, rest }: CompensatedSum): number {
  return sum + rest;
}
