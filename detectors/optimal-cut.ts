/**
 * Where OPTWIN cuts a window of n values: as late as leaves just enough newer ones for a rise of the mean by `rigor`
 * standard deviations to be significant. Both of its tests are one-sided, at confidence^(1/4).
 */
import { upperF, upperT } from './f-quantile.js';

export interface OptimalCut {
  /** Values after the cut; a fraction, to be rounded up. */
  readonly newer: number;
  /** Ratio of variances (newer to older) that is significant. */
  readonly variances: number;
  /** Welch's t that is significant, and the one that is a warning. */
  readonly t: number;
  readonly warning: number;
}

/** Confidence of a drift and of a warning at one value, and the rise to be found, in standard deviations. */
export interface CutOptions {
  readonly confidence: number;
  readonly warningConfidence: number;
  readonly rigor: number;
}

/** The cut of a window of n values, n at least 4. */
export type CutOf = (n: number) => OptimalCut;

/** Every length up to this is solved by itself, the others between two of a geometric grid: a few hundred at most. */
const EACH_UP_TO = 100;
const GRID_STEP = 1.05;

/** The cuts of detectors that are at work; those of equal options share what was solved. */
const ofOptions = new WeakMap<CutOptions, CutOf>();
const ofValues = new Map<string, CutOf>();
const MOST_SHARED = 16;

/** Solves what it is asked for, and keeps it: about .3 ms for each length that it solves. */
export function optimalCuts(options: CutOptions): CutOf {
  const known = ofOptions.get(options);
  if (known) return known;
  const key = [options.confidence, options.warningConfidence, options.rigor].join();
  const cuts = ofValues.get(key) ?? lazyCuts(options);
  const [oldest] = ofValues.keys();
  if (ofValues.size >= MOST_SHARED && oldest !== undefined) ofValues.delete(oldest);
  ofValues.set(key, cuts);
  ofOptions.set(options, cuts);
  return cuts;
}

function lazyCuts(options: CutOptions): CutOf {
  const solved = new Map<number, OptimalCut>();
  const solution = (n: number): OptimalCut => {
    const known = solved.get(n);
    if (known) return known;
    const fresh = solve(n, options);
    solved.set(n, fresh);
    return fresh;
  };
  return (n) => {
    if (n <= EACH_UP_TO) return solution(n);
    const step = Math.log(n / EACH_UP_TO) / Math.log(GRID_STEP);
    const below = solution(EACH_UP_TO * GRID_STEP ** Math.floor(step));
    const above = solution(EACH_UP_TO * GRID_STEP ** (Math.floor(step) + 1));
    const along = step - Math.floor(step);
    const between = (from: number, to: number): number => from + along * (to - from);
    return {
      newer: between(below.newer, above.newer),
      variances: between(below.variances, above.variances),
      t: between(below.t, above.t),
      warning: between(below.warning, above.warning),
    };
  };
}

/** The shortest newer part, at most half the window, in which the rise is significant; else half. */
function solve(n: number, { confidence, warningConfidence, rigor }: CutOptions): OptimalCut {
  const tail = -Math.expm1(Math.log(confidence) / 4);
  let [low, high] = [LEAST_NEWER, n / 2];
  if (cutAt(n, high, tail).rise <= rigor) {
    while (high - low > PRECISION) {
      const middle = (low + high) / 2;
      if (cutAt(n, middle, tail).rise > rigor) low = middle;
      else high = middle;
    }
  }
  const { newer, variances, t, df } = cutAt(n, high, tail);
  return { newer, variances, t, warning: upperT(1 - warningConfidence, df) };
}

interface Cut {
  readonly newer: number;
  readonly variances: number;
  readonly df: number;
  readonly t: number;
  /** Of the mean, in standard deviations of the older part, that is significant. */
  readonly rise: number;
}

function cutAt(n: number, newer: number, tail: number): Cut {
  const older = n - newer;
  const variances = upperF(tail, older - 1, newer - 1);
  // Welch's degrees of freedom when the newer part's variance is the largest that is not significant
  const ofOlder = 1 / older;
  const ofNewer = variances / newer;
  const df = (ofOlder + ofNewer) ** 2 / (ofOlder ** 2 / (older - 1) + ofNewer ** 2 / (newer - 1));
  const t = upperT(tail, df);
  return { newer, variances, df, t, rise: t * Math.sqrt(ofOlder + ofNewer) };
}

const LEAST_NEWER = 1.5;
const PRECISION = 1e-6;
