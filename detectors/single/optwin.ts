import { addTo, type CompensatedSum, emptySum, totalOf } from '../compensated-sum.js';
import { type DetectorText, FIRST_TEST } from '../detector-text.js';
import { optimalCuts } from '../optimal-cut.js';
import { amount, count, number, probability } from '../option-kinds.js';
import { verdict } from '../single-verdict.js';
import { defineDetector } from '../value-detector.js';

export interface OptwinOptions {
  readonly confidence: number;
  readonly rigor: number;
  readonly warningConfidence: number;
  readonly minWindowLength: number;
  readonly maxWindowLength: number;
  readonly minimumNoise: number;
}

interface Part {
  n: number;
  sum: CompensatedSum;
  squares: CompensatedSum;
}

interface State {
  /** Taken off every value, so that a constant adds up to exactly 0. */
  origin: number;
  /** The window as a ring, oldest first from `start`. */
  window: number[];
  start: number;
  older: Part;
  newer: Part;
}

/**
 * OPTWIN, drift identification with optimal sub-windows (Tosi, Theobald 2023).
 *
 * Keeps a growing window and cuts it once: the newer part is the shortest in which a rise of the mean by r standard
 * deviations would be significant, r s <= t sqrt(1/n_older + f/n_newer), or half the window while there is none. With
 * d = confidence^(1/4): drift when Welch's t of the two means is above its quantile d, or the ratio of variances
 * above f, the quantile d of F(n_newer - 1, n_older - 1), while the mean has risen. A larger variance at a lower mean
 * empties the window. Warning when t is above its quantile `warningConfidence`.
 *
 * The authors' programs divide by standard deviations where Welch's test has variances; this is the test of the paper.
 * A window longer than 100 is cut between the exact solutions of two lengths 5% apart, which moves no cut by a value.
 *
 * Parameters: `confidence` (.999), `rigor` r, the smallest rise to be found at once, in standard deviations (.5),
 * `warningConfidence` (.98), `minWindowLength` (30) and `maxWindowLength` (25,000) in values, `minimumNoise` added to
 * both deviations, in units of the values (1e-6).
 *
 * Cost: O(1) time; O(maxWindowLength) memory; about 50 ms in all, spread over the first 25,000 values, for the
 * quantiles of a pair of confidence and rigor.
 *
 * Use it on real losses, or on errors that are not rare, where a sudden change is to be told within tens of values: from
 * .2 to .8 in 28 values at r = .5 with .17 alarms too many, in 19 at r = 1 with .54 (300 runs of 2,000 values, seed
 * 2026). Not with a budget of false alarms: `confidence` is that of one test, and every value is a new one (261 false
 * alarms in 100,000 steady errors at a rate of .05, .2 at .2; 1,000,000 values). Not on rates near 0: after a stretch
 * without errors a single error is a drift, since the ratio of variances hears it.
 *
 * @example
 * const detector = createDetector('optwin');
 * const stream = Array.from({ length: 2000 }, (_, i) => ((i * 37) % 101) / 101 + (i < 1000 ? 0 : 0.5));
 * stream.findIndex((loss) => detector.update(loss).drift); // 1026
 */
export const optwin = defineDetector<OptwinOptions, State>({
  name: 'optwin',
  values: 'number',
  scaleFree: false,
  readsErrorCounts: false,
  options: {
    confidence: probability(0.999),
    rigor: number(0.5, 0.05, 10, 'standard deviations'),
    warningConfidence: probability(0.98),
    minWindowLength: count(30, 4, 10_000),
    maxWindowLength: count(25_000, 10, 1_000_000),
    minimumNoise: amount(1e-6, 'least'),
  },
  conflict: ({ minWindowLength, maxWindowLength }) =>
    maxWindowLength < minWindowLength
      ? `option maxWindowLength must be at least minWindowLength (${minWindowLength}), got ${maxWindowLength}`
      : null,
  start: () => emptyState(),
  update: (state, value, options) => {
    push(state, value, options.maxWindowLength);
    const { window, older, newer } = state;
    if (window.length < options.minWindowLength) return verdict(false);
    const cut = optimalCuts(options)(window.length);
    moveCut(state, window.length - Math.ceil(cut.newer));

    const rise = meanOf(newer) - meanOf(older);
    const ofOlder = (deviationOf(older) + options.minimumNoise) ** 2;
    const ofNewer = (deviationOf(newer) + options.minimumNoise) ** 2;
    const t = rise / Math.sqrt(ofOlder / older.n + ofNewer / newer.n);
    const isWider = ofNewer / ofOlder > cut.variances;
    if (t > cut.t || (isWider && rise > 0)) return verdict(true, false, newer.n);
    if (isWider) {
      Object.assign(state, emptyState());
      push(state, value, options.maxWindowLength);
      return verdict(false);
    }
    return verdict(false, t > cut.warning);
  },
});

export const optwinText: DetectorText<OptwinOptions> = {
  summary: 'Tests of means and variances at the cut of the window that finds a wanted rise soonest',
  options: {
    confidence: 'Confidence of a drift at one value; larger means fewer alarms.',
    rigor: 'Rise of the mean that the cut is made for; larger means sooner, and more false alarms.',
    warningConfidence: 'Confidence of a warning at one value, of the means alone.',
    minWindowLength: FIRST_TEST,
    maxWindowLength: 'Values that the window holds at most.',
    minimumNoise: 'Added to both standard deviations: a smaller change of a constant is none.',
  },
};

function emptyState(): State {
  return { origin: 0, window: [], start: 0, older: emptyPart(), newer: emptyPart() };
}

function emptyPart(): Part {
  return { n: 0, sum: emptySum(), squares: emptySum() };
}

/** The newest value enters the newer part; of a full window the oldest leaves the older one. */
function push(state: State, value: number, most: number): void {
  const { window, older, newer } = state;
  if (window.length === 0) state.origin = value;
  const shifted = value - state.origin;
  add(newer, shifted, 1);
  if (window.length < most) {
    window.push(shifted);
    return;
  }
  add(older, window[state.start] ?? 0, -1);
  window[state.start] = shifted;
  state.start = (state.start + 1) % most;
}

/** Values pass from the newer part to the older one until that has `size`; the cut of a longer window is no earlier. */
function moveCut({ window, start, older, newer }: State, size: number): void {
  while (older.n < size) {
    const passing = window[(start + older.n) % window.length] ?? 0;
    add(older, passing, 1);
    add(newer, passing, -1);
  }
}

function add(part: Part, value: number, times: 1 | -1): void {
  part.n += times;
  addTo(part.sum, times * value);
  addTo(part.squares, times * value * value);
}

function meanOf(part: Part): number {
  return totalOf(part.sum) / part.n;
}

function deviationOf(part: Part): number {
  const squares = totalOf(part.squares) - totalOf(part.sum) ** 2 / part.n;
  return Math.sqrt(Math.max(0, squares) / (part.n - 1));
}
