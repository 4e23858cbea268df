/** Where a component's evidence began to grow: CUSUM of ln e over whole units, and the first unit of its present rise. */
export interface Rise {
  cusum: number;
  since: number | null;
}

export function noRise(): Rise {
  return { cusum: 0, since: null };
}

/** Takes the e-value of one unit. */
export function advanceRise(rise: Rise, unit: number, eValue: number): void {
  rise.cusum += Math.log(Math.max(1e-12, eValue));
  if (rise.cusum <= 0) {
    rise.cusum = 0;
    rise.since = null;
  } else {
    rise.since ??= unit;
  }
}
