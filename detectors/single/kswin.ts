import { type DetectorText } from '../detector-text.js';
import { largestCountDifference, tailOfCountDifference } from '../equal-samples-ks.js';
import { type MersenneTwister, pythonRandom } from '../mersenne-twister.js';
import { count, integer, probability } from '../option-kinds.js';
import { sampleIndices } from '../sample-indices.js';
import { verdict } from '../single-verdict.js';
import { defineDetector } from '../value-detector.js';

export interface KswinOptions {
  readonly alpha: number;
  readonly windowSize: number;
  readonly statSize: number;
  readonly seed: number;
  readonly window: readonly number[] | null;
}

interface State {
  /** The newest values, oldest first. */
  window: number[];
  random: MersenneTwister;
  /** Least difference of counts that is a drift. */
  critical: number;
}

const MOST_WINDOW = 100_000;

/**
 * KSWIN, Kolmogorov-Smirnov windowing (Raab, Heusinger, Schleif 2020: "Reactive soft prototype computing for concept
 * drift streams"), as river has it, draw for draw: its sample comes from Python's generator.
 *
 * The newest `statSize` values of a window are compared with as many drawn at random from the older ones: drift when
 * the two-sample Kolmogorov-Smirnov p (exact) is at most alpha and the distance is above .1. A drift seeds again.
 *
 * Parameters: `alpha` (.005), `windowSize` (100) and `statSize` (30, at most half the window) in values, `seed` (0;
 * river's default is a new one every time, ours repeats), `window` values that were collected before, for a start
 * without waiting (null); after a drift the window starts empty.
 *
 * Cost: O(statSize log statSize) per value; O(windowSize) memory and 624 words of the generator.
 *
 * Use it where the shape of a continuous value may change and not its mean. Not with a budget of false alarms: every
 * value is a new test, so alpha is no false-alarm rate; with the defaults 145 come in 100,000 uniform values that
 * do not change (seed 2026). On 0/1 values it is nearly blind.
 *
 * @example
 * const detector = createDetector('kswin', { alpha: 0.0001 });
 * const stream = Array.from({ length: 2000 }, (_, i) => ((i * 37) % 101) / 101 + (i < 1000 ? 0 : 0.5));
 * stream.findIndex((value) => detector.update(value).drift); // 1026
 */
export const kswin = defineDetector<KswinOptions, State>({
  name: 'kswin',
  values: 'number',
  scaleFree: true,
  readsErrorCounts: false,
  options: {
    alpha: probability(0.005),
    windowSize: count(100, 2, MOST_WINDOW),
    statSize: count(30, 1, 10_000),
    seed: integer(0, 0, 2 ** 32 - 1, 'seed'),
    window: { kind: 'list', default: null, most: MOST_WINDOW, unit: 'values' },
  },
  conflict: ({ statSize, windowSize }) =>
    2 * statSize > windowSize
      ? `option statSize must be at most half of windowSize (${windowSize}), got ${statSize}`
      : null,
  start: (options) => startWith(options.window?.slice(-options.windowSize) ?? [], options),
  restart: (options) => startWith([], options),
  update: ({ window, random, critical }, value, { windowSize, statSize }) => {
    window.push(value);
    if (window.length > windowSize) window.shift();
    if (window.length < windowSize) return verdict(false);
    const older = new Float64Array(statSize);
    const newest = new Float64Array(statSize);
    const drawn = sampleIndices(random, windowSize - statSize, statSize);
    for (let i = 0; i < statSize; i++) {
      older[i] = window[drawn[i] ?? 0] ?? 0;
      newest[i] = window[windowSize - statSize + i] ?? 0;
    }
    return verdict(largestCountDifference(older.sort(), newest.sort()) >= critical);
  },
});

export const kswinText: DetectorText<KswinOptions> = {
  summary: 'Kolmogorov-Smirnov between the newest values and a sample of older ones',
  options: {
    alpha: 'Largest p of one test that is a drift; smaller means fewer alarms.',
    windowSize: 'Values in the window.',
    statSize: 'Newest values that are compared; at most half the window.',
    seed: 'Seed of the sampling, as for Python.',
    window: 'Values that the window starts with, oldest first, of which the newest are taken; null for none.',
  },
};

function startWith(window: number[], options: KswinOptions): State {
  return { window, random: pythonRandom(options.seed), critical: criticalDifference(options) };
}

/** Distances up to this are no drift, however small p. */
const LEAST_DISTANCE = 0.1;

/** Above statSize when no difference is large enough. */
function criticalDifference({ alpha, statSize }: KswinOptions): number {
  let [low, high] = [0, statSize + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (tailOfCountDifference(statSize, middle) <= alpha && middle / statSize > LEAST_DISTANCE) high = middle;
    else low = middle;
  }
  return high;
}
