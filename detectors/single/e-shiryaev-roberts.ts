/** What the two e-detectors share: learning a baseline first, then one Shiryaev-Roberts sum per bet. */
import { type DetectorText, LEARNED_BOUND, ONE_FALSE_ALARM } from '../detector-text.js';
import { budget, count, rate } from '../option-kinds.js';
import type { OptionRules } from '../options.js';
import { shiryaevRoberts } from '../shiryaev-roberts.js';
import { type SingleVerdict, verdict } from '../single-verdict.js';
import { addToMean, emptyMean, type RunningMean } from './running-mean.js';

export interface ESrOptions {
  readonly baseline: number | null;
  readonly reference: number;
  readonly budget: number;
}

export interface ESrState {
  /** Upper bound of the mean while nothing changes; null while it is learned. */
  baseline: number | null;
  reference: RunningMean;
  /** Sum of squared deviations in the reference. */
  squares: number;
  sums: number[];
}

/** Bets of one detector, all of equal weight. */
export interface Bets {
  readonly count: number;
  /** Mean at most 1 over values whose mean is at most the baseline; never negative. */
  readonly eValue: (bet: number, value: number, baseline: number) => number;
  /** Upper confidence bound of the mean of a reference. */
  readonly upperBound: (reference: RunningMean, squares: number) => number;
}

export const eSrOptions: OptionRules<ESrOptions> = {
  baseline: rate(),
  reference: count(5_000, 2, 100_000),
  budget: budget(100_000, 'values'),
};

export const eSrTexts: DetectorText<ESrOptions>['options'] = {
  baseline: LEARNED_BOUND,
  reference: 'First values, from which the baseline is learned where none is given; no alarm among them.',
  budget: ONE_FALSE_ALARM,
};

export function startESr({ count }: Bets, { baseline }: ESrOptions): ESrState {
  return {
    baseline,
    reference: emptyMean(),
    squares: 0,
    sums: Array.from({ length: count }, () => 0),
  };
}

export function updateESr(
  state: ESrState,
  value: number,
  { reference, budget }: ESrOptions,
  bets: Bets,
): SingleVerdict {
  if (state.baseline === null) {
    learn(state, value, reference, bets);
    return verdict(false);
  }
  // a mean that may be 1 already cannot rise
  if (state.baseline >= 1) return verdict(false);
  let total = 0;
  for (let bet = 0; bet < bets.count; bet++) {
    const sum = shiryaevRoberts(state.sums[bet] ?? 0, bets.eValue(bet, value, state.baseline));
    state.sums[bet] = sum;
    total += sum;
  }
  // on values exactly at the baseline the sums still count them: only a value above it may complete an alarm
  return verdict(total / bets.count >= budget && value > state.baseline);
}

function learn(state: ESrState, value: number, size: number, { upperBound }: Bets): void {
  const { reference } = state;
  const before = reference.mean;
  addToMean(reference, value);
  state.squares += (value - before) * (value - reference.mean);
  if (reference.n >= size) state.baseline = upperBound(reference, state.squares);
}
