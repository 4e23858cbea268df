/**
 * What the author of a detector on panes writes: a fresh state, the check of a pane, one update, and what is left of
 * the state after a drift. Unlike a detector on values it keeps its reference then: only its evidence starts afresh.
 */
import type { Detector, PaneDetectorTraits, RegisteredDetector } from './detector.js';
import { checkAllOptions, type OptionRules } from './options.js';
import type { SingleVerdict } from './single-verdict.js';
import { snapshotOf, stateOf } from './snapshot.js';

export interface PaneDetectorDefinition<
  Options extends object,
  State extends object,
  Pane,
  Verdict extends SingleVerdict,
> extends Omit<PaneDetectorTraits, 'options' | 'reads'> {
  readonly options: OptionRules<Options>;
  /** Rules between options. @returns what is wrong, null when nothing is */
  readonly conflict?: (options: Options) => string | null;
  readonly start: (options: Options) => State;
  /** @throws RangeError on a total that is impossible; @throws TypeError on a pane of another form */
  readonly check: (pane: Pane, options: Options) => void;
  /** Takes a checked pane; changes the state in place. */
  readonly update: (state: State, pane: Pane, options: Options) => Verdict;
  /** Before the first pane after a drift: the evidence starts afresh. */
  readonly afterDrift: (state: State, options: Options) => void;
}

export function definePaneDetector<
  Options extends object,
  State extends object,
  Pane,
  Verdict extends SingleVerdict,
>(
  definition: PaneDetectorDefinition<Options, State, Pane, Verdict>,
): RegisteredDetector<Options, Pane, Verdict> {
  const { name, panes, scaleFree, options: rules } = definition;
  return {
    traits: { name, reads: 'panes', panes, scaleFree, options: { ...rules } },
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

function run<Options extends object, State extends object, Pane, Verdict extends SingleVerdict>(
  definition: PaneDetectorDefinition<Options, State, Pane, Verdict>,
  options: Options,
  initial: State,
  hasDrifted: boolean,
): Detector<Pane, Verdict> {
  const { name } = definition;
  let state = initial;
  let drifted = hasDrifted;
  return {
    name,
    update: (value) => {
      throw new TypeError(
        `${name} reads panes, not single values: give their totals to updatePane, got ${String(value)}`,
      );
    },
    updatePane: (pane) => {
      definition.check(pane, options);
      if (drifted) definition.afterDrift(state, options);
      const found = definition.update(state, pane, options);
      drifted = found.drift;
      return found;
    },
    snapshot: () => snapshotOf(name, options, drifted, state),
    reset: () => {
      state = definition.start(options);
      drifted = false;
    },
  };
}
