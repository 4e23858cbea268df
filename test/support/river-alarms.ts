/**
 * Alarms of river 0.26.1 at other options than its defaults. The stream of a row: Python's `random.Random(seed)`, 600
 * values at each of the rates .1, .4, .05 and .6; zeros and ones (`random() < rate`), for kswin `random() + rate`.
 */
import type { DetectorName } from '../../detectors/index.js';

export interface RiverAlarms {
  readonly name: DetectorName;
  readonly options: Readonly<Record<string, number | boolean | string | null>>;
  readonly seed: number;
  /** Indices of the drifts. */
  readonly drifts: readonly number[];
  /** Number of values with a warning. */
  readonly warnings: number;
}

export const riverAlarms: readonly RiverAlarms[] = [
  {
    name: 'adwin',
    options: { delta: 0.002, clock: 32, maxBuckets: 5, minWindowLength: 5, gracePeriod: 10 },
    seed: 100,
    drifts: [703, 1279, 1855],
    warnings: 0,
  },
  {
    name: 'adwin',
    options: { delta: 0.05, clock: 7, maxBuckets: 2, minWindowLength: 1, gracePeriod: 0 },
    seed: 101,
    drifts: [657, 1252, 1812],
    warnings: 0,
  },
  {
    name: 'adwin',
    options: { delta: 0.3, clock: 1, maxBuckets: 9, minWindowLength: 20, gracePeriod: 100 },
    seed: 102,
    drifts: [624, 1250, 1817],
    warnings: 0,
  },
  {
    name: 'page-hinkley',
    options: { minInstances: 0, delta: 0.1, threshold: 5, alpha: 0.99, mode: 'both' },
    seed: 100,
    drifts: [397, 553, 726, 782, 925, 1089, 1201, 1803, 1945, 2003, 2167, 2243],
    warnings: 0,
  },
  {
    name: 'page-hinkley',
    options: { minInstances: 100, delta: 0.005, threshold: 20, alpha: 1, mode: 'up' },
    seed: 101,
    drifts: [685, 1847],
    warnings: 0,
  },
  {
    name: 'page-hinkley',
    options: { minInstances: 30, delta: 0, threshold: 10, alpha: 0.9999, mode: 'down' },
    seed: 102,
    drifts: [1258],
    warnings: 0,
  },
  {
    name: 'ddm',
    options: { warmStart: 0, warningThreshold: 1, driftThreshold: 2 },
    seed: 100,
    drifts: [
      8, 10, 30, 74, 83, 101, 104, 108, 137, 150, 156, 182, 582, 591, 596, 598, 603, 607, 612, 623, 625, 747,
      749, 787, 792, 926, 930, 956, 958, 961, 965, 971, 974, 976, 980, 983, 995, 997, 999, 1002, 1020, 1081,
      1083, 1085, 1112, 1133, 1135, 1143, 1145, 1147, 1149, 1151, 1153, 1806, 1808, 1812, 1835, 1837, 1849,
      1945, 1947, 1982, 2279,
    ],
    warnings: 1389,
  },
  {
    name: 'ddm',
    options: { warmStart: 30, warningThreshold: 2, driftThreshold: 3 },
    seed: 101,
    drifts: [43, 663, 1870],
    warnings: 257,
  },
  {
    name: 'ddm',
    options: { warmStart: 100, warningThreshold: 2, driftThreshold: 4.5 },
    seed: 102,
    drifts: [689, 1909],
    warnings: 561,
  },
  {
    name: 'eddm',
    options: { warmStart: 5, alpha: 0.95, beta: 0.8 },
    seed: 100,
    drifts: [104, 182, 222, 613, 632, 2088, 2163, 2176, 2192, 2205, 2215, 2232, 2244],
    warnings: 1103,
  },
  {
    name: 'eddm',
    options: { warmStart: 30, alpha: 0.95, beta: 0.9 },
    seed: 101,
    drifts: [261, 625, 715, 807, 886, 969, 1120, 1192, 1805, 1856, 1932, 2015, 2396],
    warnings: 299,
  },
  {
    name: 'eddm',
    options: { warmStart: 0, alpha: 0.9, beta: 0.5 },
    seed: 102,
    drifts: [870],
    warnings: 1319,
  },
  {
    name: 'hddm-a',
    options: { driftConfidence: 0.001, warningConfidence: 0.005, twoSidedTest: false },
    seed: 100,
    drifts: [669, 1835],
    warnings: 18,
  },
  {
    name: 'hddm-a',
    options: { driftConfidence: 0.05, warningConfidence: 0.1, twoSidedTest: true },
    seed: 101,
    drifts: [263, 626, 832, 845, 859, 1154, 1212, 1811],
    warnings: 38,
  },
  {
    name: 'hddm-a',
    options: { driftConfidence: 1e-6, warningConfidence: 0.1, twoSidedTest: true },
    seed: 102,
    drifts: [671, 1286, 1818],
    warnings: 233,
  },
  {
    name: 'hddm-w',
    options: { driftConfidence: 0.001, warningConfidence: 0.005, lambda: 0.05, twoSidedTest: false },
    seed: 100,
    drifts: [723, 1817],
    warnings: 25,
  },
  {
    name: 'hddm-w',
    options: { driftConfidence: 0.05, warningConfidence: 0.1, lambda: 0.01, twoSidedTest: true },
    seed: 101,
    drifts: [637, 1305, 1824],
    warnings: 48,
  },
  {
    name: 'hddm-w',
    options: { driftConfidence: 0.001, warningConfidence: 0.01, lambda: 0.3, twoSidedTest: true },
    seed: 102,
    drifts: [],
    warnings: 50,
  },
  {
    name: 'fhddm',
    options: { slidingWindowSize: 100, confidenceLevel: 1e-6, shortWindowSize: null },
    seed: 100,
    drifts: [1235],
    warnings: 0,
  },
  {
    name: 'fhddm',
    options: { slidingWindowSize: 100, confidenceLevel: 0.01, shortWindowSize: 20 },
    seed: 101,
    drifts: [711, 860, 1026, 1199, 1922, 2114, 2283],
    warnings: 0,
  },
  {
    name: 'fhddm',
    options: { slidingWindowSize: 25, confidenceLevel: 0.1, shortWindowSize: 25 },
    seed: 102,
    drifts: [650, 701, 793, 858, 978, 1036, 1207, 1918, 2003, 2058, 2195, 2343],
    warnings: 0,
  },
  {
    name: 'kswin',
    options: { alpha: 0.005, windowSize: 100, statSize: 30, seed: 1 },
    seed: 100,
    drifts: [614, 1233, 1818, 1949],
    warnings: 0,
  },
  {
    name: 'kswin',
    options: { alpha: 0.05, windowSize: 400, statSize: 20, seed: 0 },
    seed: 101,
    drifts: [429, 829, 1229, 1633, 2036],
    warnings: 0,
  },
  {
    name: 'kswin',
    options: { alpha: 0.01, windowSize: 60, statSize: 5, seed: 4294967295 },
    seed: 102,
    drifts: [78, 214, 380, 700, 802, 981, 1172, 1268, 1381, 1555, 1673, 1759, 1893, 2107],
    warnings: 0,
  },
];
