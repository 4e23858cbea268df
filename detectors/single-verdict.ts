/** What a detector says after a value or a pane. */
export interface SingleVerdict {
  /** A change, for this value or pane only. */
  readonly drift: boolean;
  /** A change may be under way; always false for detectors without a warning level. */
  readonly warning: boolean;
  /**
   * With a drift: how many of the newest values (panes, units of a season: as the detector's documentation says), this
   * one included, come after the change; null where not located.
   */
  readonly since: number | null;
}

const of = (drift: boolean, warning: boolean): SingleVerdict =>
  Object.freeze({ drift, warning, since: null });

export const QUIET: SingleVerdict = of(false, false);
const WARNING = of(false, true);
const DRIFT = of(true, false);
const DRIFT_AND_WARNING = of(true, true);

/** Without a location no object is made: an update must not cost an allocation. */
export function verdict(drift: boolean, warning = false, since: number | null = null): SingleVerdict {
  if (since !== null) return { drift, warning, since };
  if (drift) return warning ? DRIFT_AND_WARNING : DRIFT;
  return warning ? WARNING : QUIET;
}
