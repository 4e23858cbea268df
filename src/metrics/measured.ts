/** A metric's value, or why these rows have none: never 0 or NaN in place of an unknown. */
export type Measured =
  { readonly value: number; readonly reason?: undefined } | { readonly value: null; readonly reason: string };

export function measured(value: number): Measured {
  return { value };
}

/** @param reason  what is missing, in words for the reader of a dashboard */
export function undefinedBecause(reason: string): Measured {
  return { value: null, reason };
}

export const NO_ROWS: Measured = undefinedBecause('there are no rows');

/** A value that is known within a bound: the exact one is at most `error` away. */
export type Estimated =
  { readonly value: number; readonly error: number } | (Measured & { readonly value: null });
