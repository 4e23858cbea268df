/** The loop that is timed: ours for every detector, and for the floor. */

export interface Updates {
  update(value: number): { readonly drift: boolean };
}

/** @returns the alarms, so that no compiler can leave the work out */
export function drive(detector: Updates, values: readonly number[]): number {
  let alarms = 0;
  for (const value of values) if (detector.update(value).drift) alarms++;
  return alarms;
}
