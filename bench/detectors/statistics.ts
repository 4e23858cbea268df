/** How the measured figures are summed up: medians, exact intervals of counts, the field's one-number rank. */

/** Middle value; the mean of the two middle ones of an even number. Infinity (never) is a value. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return lower === upper ? lower : (lower + upper) / 2;
}

/** Exact 95% interval (Garwood 1936) of the mean of a Poisson law after one count of it. */
export function poissonInterval(events: number): [low: number, high: number] {
  if (!Number.isSafeInteger(events) || events < 0) {
    throw new RangeError(`poissonInterval takes a count of events, got ${events}`);
  }
  const low = events === 0 ? 0 : meanAt(events - 1, 0.975);
  return [low, meanAt(events, 0.025)];
}

/** The mean at which a Poisson law has `atMost` events or fewer with this probability; by bisection. */
function meanAt(atMost: number, probability: number): number {
  let [low, high] = [0, atMost + 10 * Math.sqrt(atMost + 1) + 10];
  for (let step = 0; step < 100; step++) {
    const mean = (low + high) / 2;
    if (poissonCumulative(atMost, mean) > probability) low = mean;
    else high = mean;
  }
  return (low + high) / 2;
}

function poissonCumulative(atMost: number, mean: number): number {
  let [logTerm, sum] = [-mean, Math.exp(-mean)];
  for (let k = 1; k <= atMost; k++) {
    logTerm += Math.log(mean / k);
    sum += Math.exp(logTerm);
  }
  return sum;
}

export interface Mean {
  readonly mean: number;
  /** 95%. */
  readonly low: number;
  readonly high: number;
}

/**
 * Mean alarms over independent splits, with its interval: 1.96 standard errors between splits, since alarms of one split
 * come together; where no split has an alarm, the exact Poisson bound.
 */
export function meanOverSplits(alarms: readonly number[]): Mean {
  const count = alarms.length;
  if (count < 2) throw new RangeError(`an interval over splits needs two of them, got ${count}`);
  const mean = alarms.reduce((sum, each) => sum + each, 0) / count;
  if (mean === 0) return { mean, low: 0, high: poissonInterval(0)[1] / count };
  const variance = alarms.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1);
  const margin = 1.96 * Math.sqrt(variance / count);
  return { mean, low: Math.max(0, mean - margin), high: mean + margin };
}

/** What 200 runs with one change each came to. */
export interface Delays {
  /** Values from the change to the first alarm after it; Infinity where half of the runs or more have none. */
  readonly median: number;
  /** Mean over the runs that have an alarm; NaN when none has. */
  readonly mean: number;
  /** Share of runs without an alarm after the change. */
  readonly missed: number;
}

/** @param delays one a run, Infinity = missed */
export function summariseDelays(delays: readonly number[]): Delays {
  const found = delays.filter(Number.isFinite);
  return {
    median: median(delays),
    mean: found.reduce((sum, delay) => sum + delay, 0) / found.length,
    missed: 1 - found.length / delays.length,
  };
}

/**
 * Mean time ratio (Bifet 2017: "Classifier concept drift detection and the illusion of progress"): mean time between false
 * alarms over mean delay, times the share of changes that are found. Higher is better; a detector that alarms at random
 * has about 1. Without a false alarm in `values` it is at least what one would give.
 * @returns 0 when every change is missed
 */
export function meanTimeRatio(falseAlarms: number, values: number, delays: Delays): number {
  if (delays.missed === 1) return 0;
  return (values / Math.max(1, falseAlarms) / delays.mean) * (1 - delays.missed);
}
