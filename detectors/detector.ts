/**
 * What every detector on single values is to its user, and what its author writes: a fresh state and one update. The
 * rest is the same for all and is here: checks of the values, the reset after a drift, panes, snapshots.
 */
import { checkOptions, DetectorOptionError, type OptionSchema, type OptionSchemas } from './options.js';
import { decodeState, differenceOfShape, encodeState, type Json } from './state-json.js';
import { checkValue, type ValueKind } from './values.js';
import { type Pane, valuesOfPane } from './value-pane.js';
import { QUIET, type SingleVerdict, verdict } from './single-verdict.js';

export interface Detector {
  readonly name: string;
  /**
   * Takes one value. `drift` is true for this value only: the next one finds a detector that starts afresh.
   * @throws RangeError on NaN, and on a value that is none of the detector's kind; the state is then as before
   */
  update(value: number): SingleVerdict;
  /**
   * Takes many values at once: `values` one by one; k errors in n, by detectors whose description says
   * `readsErrorCounts`, as n zeros and ones (1,000 at most) with the ones spread evenly.
   * @returns drift (warning) when there was one at any of the values
   * @throws RangeError when a value is wrong; none of the pane is then taken
   */
  updatePane(pane: Pane): SingleVerdict;
  /** Plain JSON, a copy. */
  snapshot(): DetectorSnapshot;
  /** As new, with the same options. */
  reset(): void;
}

export interface DetectorSnapshot {
  readonly detector: string;
  readonly version: 1;
  readonly options: Readonly<Record<string, Json>>;
  /** The last value was a drift. */
  readonly drifted: boolean;
  readonly state: Json;
}

export interface DetectorDescription {
  readonly name: string;
  readonly summary: string;
  /** What a value means, with the default options. */
  readonly values: ValueKind;
  /** Multiplying all values by a constant changes no verdict; if not, options are in units of the values. */
  readonly scaleFree: boolean;
  /** `updatePane` takes k errors in n. */
  readonly readsErrorCounts: boolean;
  readonly options: Readonly<Record<string, OptionSchema>>;
}

export interface DetectorDefinition<Options extends object, State extends object> extends Omit<
  DetectorDescription,
  'options'
> {
  readonly options: OptionSchemas<Options>;
  /** Where options decide what a value means. */
  readonly valuesWith?: (options: Options) => ValueKind;
  /** Rules between options. @returns what is wrong, null when nothing is */
  readonly conflict?: (options: Options) => string | null;
  readonly start: (options: Options) => State;
  /** Takes a checked value; changes the state in place. Never called after a drift: a fresh state comes first. */
  readonly update: (state: State, value: number, options: Options) => SingleVerdict;
}

/** A definition as the registry keeps it, without the type of its state. */
export interface RegisteredDetector<Options extends object> {
  readonly description: DetectorDescription;
  create(options: Partial<Options>): Detector;
  restore(snapshot: DetectorSnapshot): Detector;
}

export function defineDetector<Options extends object, State extends object>(
  definition: DetectorDefinition<Options, State>,
): RegisteredDetector<Options> {
  const { name, summary, values, scaleFree, readsErrorCounts, options: schemas } = definition;
  const check = (given: Partial<Options>): Options => {
    const options = checkOptions(name, schemas, given);
    const conflict = definition.conflict?.(options) ?? null;
    if (conflict !== null) throw new DetectorOptionError(`${name}: ${conflict}`);
    return options;
  };
  return {
    description: { name, summary, values, scaleFree, readsErrorCounts, options: { ...schemas } },
    create: (given) => {
      const options = check(given);
      return run(definition, options, definition.start(options), false);
    },
    restore: (snapshot) => {
      const options = check(snapshot.options as Partial<Options>);
      const state = decodeState(snapshot.state);
      const difference = differenceOfShape(definition.start(options), state);
      if (difference !== null || typeof state !== 'object' || state === null) {
        throw new TypeError(
          `no snapshot of ${name}: ${difference ?? 'state'} is not what this version writes; start a new detector`,
        );
      }
      return run(definition, options, state as State, snapshot.drifted);
    },
  };
}

function run<Options extends object, State extends object>(
  definition: DetectorDefinition<Options, State>,
  options: Options,
  initial: State,
  hasDrifted: boolean,
): Detector {
  const { name, readsErrorCounts } = definition;
  const kind = definition.valuesWith?.(options) ?? definition.values;
  let state = initial;
  let drifted = hasDrifted;
  const take = (value: number): SingleVerdict => {
    if (drifted) state = definition.start(options);
    const found = definition.update(state, value, options);
    drifted = found.drift;
    return found;
  };
  return {
    name,
    update: (value) => {
      checkValue(name, kind, value);
      return take(value);
    },
    updatePane: (pane) => {
      const values = valuesOfPane(name, readsErrorCounts, pane);
      for (const value of values) checkValue(name, kind, value);
      let whole = QUIET;
      values.forEach((value, index) => {
        const found = take(value);
        if (!found.drift && !found.warning) return;
        const since = found.since === null ? whole.since : found.since + values.length - 1 - index;
        whole = verdict(whole.drift || found.drift, whole.warning || found.warning, since);
      });
      return whole;
    },
    snapshot: () => ({
      detector: name,
      version: 1,
      options: { ...(options as Readonly<Record<string, Json>>) },
      drifted,
      state: encodeState(state),
    }),
    reset: () => {
      state = definition.start(options);
      drifted = false;
    },
  };
}
