import type { DetectorName, ValueKind } from '../../../detectors/index.js';
import type { Random } from '../../../detectors/random.js';
import { between, betweenLogs, pick, randomStream, whole } from './random-streams.js';

/** What is asked of `river_detectors.py`, and of ours. */
export interface DetectorCase {
  readonly name: DetectorName;
  readonly options: Readonly<Record<string, number | boolean | string | null | readonly number[]>>;
  readonly stream: readonly number[];
}

interface Comparison {
  readonly values: ValueKind;
  /** Values in a stream, at most. */
  readonly most: number;
  /** Every option of the detector, anywhere in the part of its range where it can matter on such a stream. */
  readonly options: (random: Random) => DetectorCase['options'];
}

const confidence = (random: Random): number =>
  pick(random, [betweenLogs(random, 1e-9, 0.5), random() || 0.5]);

/** The detectors that river has. */
const compared = {
  adwin: {
    values: 'number',
    most: 3_000,
    options: (random) => ({
      delta: confidence(random),
      clock: pick(random, [1, 2, 7, 32, 100]),
      // Not 1: river 0.26.1 then drops buckets that are empty, and ends in a panic of its Rust.
      maxBuckets: whole(random, 2, 10),
      minWindowLength: whole(random, 1, 40),
      gracePeriod: pick(random, [0, 1, 10, 300]),
    }),
  },
  'page-hinkley': {
    values: 'number',
    most: 3_000,
    options: (random) => ({
      minInstances: pick(random, [0, 1, whole(random, 2, 300)]),
      delta: pick(random, [0, betweenLogs(random, 1e-4, 2)]),
      threshold: pick(random, [0, betweenLogs(random, 0.1, 200)]),
      alpha: pick(random, [1, 1 - betweenLogs(random, 1e-6, 0.3), between(random, 0.01, 1)]),
      mode: pick(random, ['up', 'down', 'both']),
    }),
  },
  ddm: {
    values: 'error',
    most: 3_000,
    options: (random) => ({
      warmStart: pick(random, [0, 1, whole(random, 2, 200)]),
      warningThreshold: pick(random, [0, 1, 2, between(random, 0, 5)]),
      driftThreshold: pick(random, [0, 2, 3, between(random, 0, 6)]),
    }),
  },
  eddm: {
    values: 'error',
    most: 3_000,
    options: (random) => {
      const alpha = pick(random, [0, 0.9, 0.95, 1, random()]);
      return {
        warmStart: pick(random, [0, 1, whole(random, 2, 60)]),
        alpha,
        beta: alpha * pick(random, [0, 1, 0.9, random()]),
      };
    },
  },
  'hddm-a': {
    values: 'error',
    most: 2_000,
    options: (random) => ({
      driftConfidence: confidence(random),
      warningConfidence: confidence(random),
      twoSidedTest: random() < 0.5,
    }),
  },
  'hddm-w': {
    values: 'error',
    most: 1_000,
    options: (random) => ({
      driftConfidence: confidence(random),
      warningConfidence: confidence(random),
      lambda: pick(random, [1, betweenLogs(random, 0.001, 1)]),
      twoSidedTest: random() < 0.5,
    }),
  },
  fhddm: {
    values: 'hit',
    most: 3_000,
    options: (random) => {
      const slidingWindowSize = whole(random, 1, 400);
      const shortWindowSize = pick(random, [null, slidingWindowSize, whole(random, 1, slidingWindowSize)]);
      return { slidingWindowSize, confidenceLevel: confidence(random), shortWindowSize };
    },
  },
  // River asks SciPy at every value: slow.
  kswin: {
    values: 'number',
    most: 500,
    options: (random) => {
      const statSize = whole(random, 1, 60);
      return {
        alpha: confidence(random),
        windowSize: whole(random, 2 * statSize, 200),
        statSize,
        seed: pick(random, [0, 1, whole(random, 0, 2 ** 32 - 1)]),
        window: pick(random, [null, [], randomStream(random, 'number', 250)]),
      };
    },
  },
} satisfies Partial<Record<DetectorName, Comparison>>;

export const comparedDetectors = Object.keys(compared) as (keyof typeof compared)[];

export function randomCase(random: Random, name: keyof typeof compared): DetectorCase {
  const { values, most, options }: Comparison = compared[name];
  return { name, options: options(random), stream: randomStream(random, values, most) };
}
