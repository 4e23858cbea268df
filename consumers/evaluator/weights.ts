/**
 * Models with several objectives: which weights their answers are made with, decided pane by pane on the predictions' clock. A
 * change of weights moves the answers, what they are right about and how far; none of that is news of the model, so nothing
 * of it is evidence until a reference with the new weights is there. Inputs, traffic and the components are watched on.
 */
import type { PredictionPane } from '../../src/aggregates/prediction-pane.js';
import { weightCountsToJson } from '../../src/aggregates/weight-counts.js';
import {
  addMix,
  differs,
  isSameMix,
  mixOf,
  sharesOf,
  type WeightsMix,
} from '../../src/objectives/weights-mix.js';
import { EXPECTED_LOSS_STREAM, PREDICTION_STREAM, type Reference } from '../../src/policy/reference.js';
import { stableId } from '../../src/policy/stable-id.js';
import type { WeightsRecord } from '../../src/records/feed.js';
import { BEFORE_TIME } from '../../src/stream/settings.js';
import type { BaseEvidence } from './base-evidence.js';
import type { VersionState } from './model-state.js';

/** Of one version; plain data. */
export interface WeightsState {
  /** Rows since the last change. */
  now: WeightsMix;
  /** Panes that hold too few rows for a word yet. */
  waiting: { readonly start: number; readonly counts: WeightsMix } | null;
  /** The change that the last window has told: what follows at once is the same one. */
  going: { readonly id: string; readonly at: number; readonly before: WeightsMix } | null;
  /** Weights by the start of the pane from which on they are in force, ascending: the outcomes' clock is behind. */
  readonly history: { readonly from: number; readonly mix: WeightsMix }[];
  /** Since when the weights are for which a reference has been asked for last; null: none has. */
  asked: number | null;
}

/** Rows that tell the weights of a stretch of time. */
const LEAST_ROWS = 20;
/** More changes are not remembered: the outcomes' clock is that far behind. */
const MOST_CHANGES = 256;

/**
 * Takes in the weights of a closed pane of all rows.
 * @returns a change of weights, when it has become known; the same one again (by its id) while it goes on
 */
export function noteWeights(
  model: string,
  version: VersionState,
  pane: Pick<PredictionPane, 'weights'>,
  [start, end]: readonly [number, number],
): WeightsRecord | null {
  const counts = weightCountsToJson(pane.weights);
  if (counts.rows === 0) return null;
  const state = version.weights;
  const waiting = state?.waiting ?? null;
  const mix = mixOf(waiting ? addMix(waiting.counts, counts) : counts);
  const began = waiting ? waiting.start : start;
  if (state === null) {
    version.weights = { now: mix, waiting: null, going: null, history: [{ from: BEFORE_TIME, mix }], asked: null };
    return null;
  } // prettier-ignore
  if (mix.rows < LEAST_ROWS) {
    state.waiting = { start: began, counts: waiting ? addMix(waiting.counts, counts) : counts };
    return null;
  }
  state.waiting = null;
  const { now, going } = state;
  const isSame = isSameMix(now, mix);
  // The pane in which it happens has both: what follows says which weights it ends with.
  if (isSame && !(going && differs(now, mix))) {
    state.now = mixOf(addMix(now, mix));
    state.going = null;
    return null;
  }
  const change = going ?? { id: stableId('weights', model, version.version, began), at: began, before: now };
  state.going = isSame ? null : change;
  state.now = mix;
  state.history.push({ from: start, mix });
  if (state.history.length > MOST_CHANGES) state.history.shift();
  return {
    v: 1,
    kind: 'weights',
    id: change.id,
    model,
    version: version.version,
    at: change.at,
    toldAt: end,
    before: sharesOf(change.before),
    after: sharesOf(mix),
  };
}

/** Since when the weights are in force that are so at a time; BEFORE_TIME: since the beginning, or none are said. */
export function weightsSince({ weights }: VersionState, time: number): number {
  return weights?.history.findLast(({ from }) => from <= time)?.from ?? BEFORE_TIME;
}

/** Is the version's pane that begins at `start` made with the weights of the reference? */
export function hasWeightsOf({ weights }: VersionState, reference: Reference, start: number): boolean {
  if (weights === null) return true;
  const now = weights.history.findLast(({ from }) => from <= start) ?? weights.history[0];
  // A reference from before weights were said is of the first ones.
  const then = reference.weights ? mixOf(reference.weights) : weights.history[0]?.mix;
  return !now || !then || isSameMix(now.mix, then);
}

/** What a pane with other weights than the reference's still says: all but its answers. */
export function withoutAnswers({ unit, fast }: BaseEvidence): BaseEvidence {
  const isInput = ({ stream }: { readonly stream: string }) =>
    stream !== PREDICTION_STREAM && stream !== EXPECTED_LOSS_STREAM;
  return { unit: unit.filter(isInput), fast: fast.filter(isInput) };
}
