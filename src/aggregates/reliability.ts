import { addToSum, emptySum, mergeSum, sumFromJson, sumToJson, type ExactSum } from './exact-sum.js';

/**
 * Whether probabilities come true: rows by the tenth in which the probability lies, how many of them came true, and the
 * exact sum of what they were given. The state of the expected calibration error; a commutative monoid over the SET of
 * rows. Binary: the score and outcome 1; multiclass: the probability of the class that was answered, and that it was it.
 */
export interface Reliability {
  /** Of each tenth, from 0 up; none at all while there is no row. */
  readonly bins: ReliabilityBin[];
}

export interface ReliabilityBin {
  n: number;
  positives: number;
  readonly scores: ExactSum;
}

export const RELIABILITY_BINS = 10;

export function emptyReliability(): Reliability {
  return { bins: [] };
}

function beginBins(bins: ReliabilityBin[]): void {
  while (bins.length < RELIABILITY_BINS) bins.push({ n: 0, positives: 0, scores: emptySum() });
}

/** A bin holds its lower edge, the last one 1 too. Anything but a probability (0 .. 1) is left out. */
export function addToReliability({ bins }: Reliability, probability: number, cameTrue: boolean): void {
  if (!(probability >= 0 && probability <= 1)) return;
  beginBins(bins);
  const bin = bins[
    Math.min(RELIABILITY_BINS - 1, Math.floor(probability * RELIABILITY_BINS))
  ] as ReliabilityBin;
  bin.n++;
  if (cameTrue) bin.positives++;
  addToSum(bin.scores, probability);
}

export function mergeReliability(into: Reliability, from: Reliability): void {
  if (from.bins.length === 0) return;
  beginBins(into.bins);
  into.bins.forEach((bin, i) => {
    const other = from.bins[i] as ReliabilityBin;
    if (other.n === 0) return;
    bin.n += other.n;
    bin.positives += other.positives;
    mergeSum(bin.scores, other.scores);
  });
}

/** JSON form, bins with rows only: `[bin, n, positives, terms of the sum]`; equal states have equal bytes. */
export type ReliabilityJson = readonly (readonly [number, number, number, readonly number[]])[];

export function reliabilityToJson({ bins }: Reliability): ReliabilityJson {
  return bins.flatMap(({ n, positives, scores }, i) =>
    n === 0 ? [] : [[i, n, positives, sumToJson(scores).ordinary] as const],
  );
}

export function reliabilityFromJson(json: ReliabilityJson): Reliability {
  const reliability = emptyReliability();
  if (json.length > 0) beginBins(reliability.bins);
  for (const [i, n, positives, ordinary] of json) {
    if (i < RELIABILITY_BINS) {
      reliability.bins[i] = { n, positives, scores: sumFromJson({ ordinary, huge: [] }) };
    }
  }
  return reliability;
}
