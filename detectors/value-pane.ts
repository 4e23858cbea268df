export interface ErrorCount {
  /** Outcomes. */
  readonly n: number;
  /** Errors among them. */
  readonly errors: number;
}

/** Many values at once: as they are, or as a count of errors. */
export type Pane = { readonly values: readonly number[] } | ErrorCount;

/** Values that a count of errors is read as at most; a larger one is thinned. */
const MOST_VALUES = 1_000;

/** @throws RangeError when the count is impossible; @throws TypeError when it is none */
export function checkErrorCount(detector: string, { n, errors }: ErrorCount): void {
  if (typeof n !== 'number' || typeof errors !== 'number') {
    throw new TypeError(
      `${detector} takes a pane { n, errors }, got n ${String(n)} and errors ${String(errors)}`,
    );
  }
  if (!Number.isSafeInteger(n) || !Number.isSafeInteger(errors) || errors < 0 || errors > n) {
    throw new RangeError(
      `${detector}: a pane has n >= 0 outcomes and 0 to n errors, got n ${n} and errors ${errors}`,
    );
  }
}

/**
 * k errors in n become n zeros and ones (1,000 at most), the ones spread evenly, so that the order inside the pane
 * cannot invent a change.
 * @throws RangeError when the count is impossible
 * @throws TypeError when the detector needs the values one by one
 */
export function valuesOfPane(detector: string, readsErrorCounts: boolean, pane: Pane): readonly number[] {
  if ('values' in pane) return pane.values;
  const { n, errors } = pane;
  if (!readsErrorCounts) {
    throw new TypeError(
      `${detector} depends on the order of its values: give a pane's values, not its error count`,
    );
  }
  checkErrorCount(detector, pane);
  const values = Math.min(MOST_VALUES, n);
  const ones = n > 0 ? Math.round((errors / n) * values) : 0;
  return Array.from(
    { length: values },
    (_, i) => Math.floor(((i + 1) * ones) / values) - Math.floor((i * ones) / values),
  );
}
