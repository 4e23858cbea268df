import type * as fc from 'fast-check';

/**
 * How many runs a property gets, and from which seed: `LEEWAY_SEED=7` repeats, `LEEWAY_RUNS=20` multiplies (hours of
 * searching are a matter of one number); `LEEWAY_SHRINK=no` stops at the first failure. The seed is printed, so that a failure in CI can be had again at home.
 */
export function runs(name: string, numRuns: number): fc.Parameters<unknown> & { seed: number } {
  const seed = whole('LEEWAY_SEED') ?? Math.floor(Math.random() * 2 ** 31);
  const times = whole('LEEWAY_RUNS') ?? 1;
  process.stdout.write(`${name}: LEEWAY_SEED=${seed}, ${numRuns * times} runs\n`);
  return { seed, numRuns: numRuns * times, endOnFailure: process.env['LEEWAY_SHRINK'] === 'no' };
}

function whole(variable: string): number | null {
  const text = process.env[variable];
  if (text === undefined || text === '') return null;
  const n = Number(text);
  if (!Number.isSafeInteger(n) || n < 0) throw new Error(`${variable} must be a whole number, got ${text}`);
  return n;
}
