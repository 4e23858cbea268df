import { type DetectorText } from '../detector-text.js';
import { count, integer, orNull, probability } from '../option-kinds.js';
import { verdict } from '../single-verdict.js';
import { defineDetector } from '../value-detector.js';

export interface FhddmOptions {
  readonly slidingWindowSize: number;
  readonly confidenceLevel: number;
  readonly shortWindowSize: number | null;
}

interface State {
  /** The newest values as a ring; the next one goes to `position`. */
  window: number[];
  position: number;
  ones: number;
  shortOnes: number;
  most: number;
  shortMost: number;
}

/**
 * FHDDM, fast Hoeffding drift detection method (Pesaranghader, Viktor 2016), and its stacking with a second, short
 * window (FHDDMS), as river has it, value for value.
 *
 * With u the share of RIGHT predictions in the newest w values and u_max its maximum: drift when
 * u_max - u > sqrt(ln(1/confidenceLevel) / 2w), in either window. Values are 1 = right, 0 = wrong: it fires when the
 * share of ones falls (river's documentation has it the other way round, its code does not).
 *
 * Parameters: `slidingWindowSize` in values (100), `confidenceLevel` (1e-6), `shortWindowSize` in values, less than
 * the other, null for none (null).
 *
 * Cost: O(1) time, O(slidingWindowSize) memory.
 *
 * Use it for abrupt changes within a known number of values. Not for small ones: with the defaults the share must fall
 * by .26, and smaller falls are found late or never.
 *
 * @example
 * const detector = createDetector('fhddm');
 * const stream = Array.from({ length: 2000 }, (_, i) => (i % (i < 1000 ? 10 : 2) === 0 ? 0 : 1));
 * stream.findIndex((hit) => detector.update(hit).drift); // 1066
 */
export const fhddm = defineDetector<FhddmOptions, State>({
  name: 'fhddm',
  values: 'hit',
  scaleFree: false,
  readsErrorCounts: false,
  options: {
    slidingWindowSize: count(100, 1, 100_000),
    confidenceLevel: probability(1e-6),
    shortWindowSize: orNull(integer(null, 1, 100_000)),
  },
  conflict: ({ slidingWindowSize, shortWindowSize }) =>
    shortWindowSize !== null && shortWindowSize > slidingWindowSize
      ? `option shortWindowSize must be at most slidingWindowSize (${slidingWindowSize}), got ${shortWindowSize}`
      : null,
  start: () => ({ window: [], position: 0, ones: 0, shortOnes: 0, most: 0, shortMost: 0 }),
  update: (state, hit, { slidingWindowSize, confidenceLevel, shortWindowSize }) => {
    push(state, hit, slidingWindowSize, shortWindowSize);
    if (state.window.length < slidingWindowSize) return verdict(false);
    const share = state.ones / slidingWindowSize;
    state.most = Math.max(state.most, share);
    let drift = state.most - share > leastFall(slidingWindowSize, confidenceLevel);
    if (shortWindowSize !== null) {
      const shortShare = state.shortOnes / shortWindowSize;
      state.shortMost = Math.max(state.shortMost, shortShare);
      if (state.shortMost - shortShare > leastFall(shortWindowSize, confidenceLevel)) drift = true;
    }
    return verdict(drift);
  },
});

export const fhddmText: DetectorText<FhddmOptions> = {
  summary: "Hoeffding's bound on the share of right predictions in a window against its maximum",
  options: {
    slidingWindowSize: 'Values in the window.',
    confidenceLevel: 'Probability of a false alarm of one test; smaller means fewer alarms.',
    shortWindowSize: 'Values in the second, short window; null for none.',
  },
};

function push(state: State, hit: number, size: number, shortSize: number | null): void {
  const { window, position } = state;
  if (shortSize !== null) {
    const leaving = window[(position - shortSize + size) % size] ?? 0;
    state.shortOnes += hit - leaving;
  }
  state.ones += hit - (window[position] ?? 0);
  window[position] = hit;
  state.position = (position + 1) % size;
}

function leastFall(size: number, confidence: number): number {
  return Math.sqrt(Math.log(1 / confidence) / (2 * size));
}
