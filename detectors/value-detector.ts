/**
 * What the author of a detector on single values writes: a fresh state and one update. The rest is the same for all
 * and is here: checks of the values, the reset after a drift, panes, snapshots.
 */
import type { Detector, RegisteredDetector, ValueDetectorTraits } from './detector.js';
import { checkAllOptions, type OptionRules } from './options.js';
import { QUIET, type SingleVerdict, verdict } from './single-verdict.js';
import { snapshotOf, stateOf } from './snapshot.js';
import { type Pane, valuesOfPane } from './value-pane.js';
import { checkValue, type ValueKind } from './values.js';

export interface DetectorDefinition<Options extends object, State extends object> extends Omit<
  ValueDetectorTraits,
  'options' | 'reads'
> {
  readonly options: OptionRules<Options>;
  /** Where options decide what a value means. */
  readonly valuesWith?: (options: Options) => ValueKind;
  /** Rules between options. @returns what is wrong, null when nothing is */
  readonly conflict?: (options: Options) => string | null;
  readonly start: (options: Options) => State;
  /** A fresh state after a drift, where that is another one. */
  readonly restart?: (options: Options) => State;
  /** Takes a checked value; changes the state in place. Never called after a drift: a fresh state comes first. */
  readonly update: (state: State, value: number, options: Options) => SingleVerdict;
}

export function defineDetector<Options extends object, State extends object>(
  definition: DetectorDefinition<Options, State>,
): RegisteredDetector<Options, Pane> {
  const { name, values, scaleFree, readsErrorCounts, options: rules } = definition;
  return {
    traits: { name, reads: 'values', values, scaleFree, readsErrorCounts, options: { ...rules } },
    create: (given) => {
      const options = checkAllOptions(definition, given);
      return run(definition, options, definition.start(options), false);
    },
    restore: (snapshot) => {
      const options = checkAllOptions(definition, snapshot.options as Partial<Options>);
      return run(definition, options, stateOf(snapshot, definition.start(options)), snapshot.drifted);
    },
  };
}

function run<Options extends object, State extends object>(
  definition: DetectorDefinition<Options, State>,
  options: Options,
  initial: State,
  hasDrifted: boolean,
): Detector<Pane> {
  const { name, readsErrorCounts } = definition;
  const kind = definition.valuesWith?.(options) ?? definition.values;
  const restart = definition.restart ?? definition.start;
  let state = initial;
  let drifted = hasDrifted;
  const take = (value: number): SingleVerdict => {
    if (drifted) state = restart(options);
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
    snapshot: () => snapshotOf(name, options, drifted, state),
    reset: () => {
      state = definition.start(options);
      drifted = false;
    },
  };
}
