/** Mean of the values so far, updated in the same order of operations as river's: rounding decides close calls. */
export interface RunningMean {
  n: number;
  mean: number;
}

export function emptyMean(): RunningMean {
  return { n: 0, mean: 0 };
}

export function addToMean(running: RunningMean, value: number): void {
  running.n++;
  running.mean += (1 / running.n) * (value - running.mean);
}
