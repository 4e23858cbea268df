import { DELAY_BUCKETS } from '../estimates/delay-buckets.js';

/** Outcomes by `delayBucket`, as JSON: `[bucket, outcomes]`, where there are any. */
export type DelaysJson = readonly (readonly [bucket: number, outcomes: number])[];

export function emptyDelays(): number[] {
  return Array.from<number>({ length: DELAY_BUCKETS }).fill(0);
}

export function mergeDelays(into: number[], from: readonly number[]): void {
  for (let i = 0; i < DELAY_BUCKETS; i++) into[i] = (into[i] as number) + (from[i] ?? 0);
}

export function delaysToJson(delays: readonly number[]): DelaysJson {
  return delays.flatMap((n, bucket) => (n === 0 ? [] : [[bucket, n] as const]));
}

export function delaysFromJson(json: DelaysJson): number[] {
  const delays = emptyDelays();
  for (const [bucket, n] of json) delays[bucket] = n;
  return delays;
}
