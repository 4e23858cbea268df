import { defineDetector } from '../detector.js';
import { largestCountDifference, tailOfCountDifference } from '../equal-samples-ks.js';
import { type MersenneTwister, pythonRandom } from '../mersenne-twister.js';
import { count, probability } from '../options.js';
import { sampleIndices } from '../sample-indices.js';
import { verdict } from '../single-verdict.js';

export interface KswinOptions {
  readonly alpha: number;
  readonly windowSize: number;
  readonly statSize: number;
  readonly seed: number;
}

interface State {
  /** The newest values, oldest first. */
  window: number[];
  random: MersenneTwister;
  /** Least difference of counts that is a drift. */
  critical: number;
}

/**
 * KSWIN, Kolmogorov-Smirnov windowing (Raab, Heusinger, Schleif 2020: "Reactive soft prototype computing for concept
 * drift streams"), as river has it, draw for draw: its sample comes from Python's generator.
 *
 * The newest `statSize` values of a window are compared with as many drawn at random from the older ones: drift when
 * the two-sample Kolmogorov-Smirnov p (exact) is at most alpha and the distance is above .1. A drift seeds again.
 *
 * Parameters: `alpha` (.005), `windowSize` (100) and `statSize` (30, at most half the window) in values, `seed` (0;
 * river's default is a new one every time, ours repeats).
 *
 * Cost: O(statSize log statSize) per value; O(windowSize) memory and 624 words of the generator.
 *
 * Use it where the shape of a continuous value may change and not its mean. Not with a budget of false alarms: every
 * value is a new test, so alpha is no false-alarm rate; with the defaults 142 come in 100,000 uniform values that
 * do not change. On 0/1 values it is nearly blind.
 *
 * @example
 * const detector = createDetector('kswin', { alpha: 0.0001 });
 * const stream = Array.from({ length: 2000 }, (_, i) => ((i * 37) % 101) / 101 + (i < 1000 ? 0 : 0.5));
 * stream.findIndex((value) => detector.update(value).drift); // 1026
 */
export const kswin = defineDetector<KswinOptions, State>({
  name: 'kswin',
  summary: 'Kolmogorov-Smirnov between the newest values and a sample of older ones',
  values: 'number',
  scaleFree: true,
  readsErrorCounts: false,
  options: {
    alpha: probability(0.005, 'Largest p of one test that is a drift; smaller means fewer alarms.'),
    windowSize: count(100, 'Values in the window.', 2, 100_000),
    statSize: count(30, 'Newest values that are compared; at most half the window.', 1, 10_000),
    seed: {
      kind: 'integer',
      default: 0,
      least: 0,
      most: 2 ** 32 - 1,
      unit: 'seed',
      meaning: 'Seed of the sampling, as for Python.',
    },
  },
  conflict: ({ statSize, windowSize }) =>
    2 * statSize > windowSize
      ? `option statSize must be at most half of windowSize (${windowSize}), got ${statSize}`
      : null,
  start: (options) => ({
    window: [],
    random: pythonRandom(options.seed),
    critical: criticalDifference(options),
  }),
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
