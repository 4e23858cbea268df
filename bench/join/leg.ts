/** One contender at one size, in a process of its own: `leg.js join|map ROWS`. Sends a `JoinLeg` to its parent. */
import type { JoinLimits } from '../../src/stream/join/limits.js';
import { plainMap, theJoin, type Contender } from './contenders.js';
import { BLOCK, shuffled } from './load.js';

export interface JoinLeg {
  /** ns of processor time an event: predictions alone, outcomes that match them, and both with eviction at a constant size. */
  readonly insert: number;
  readonly match: number;
  readonly steady: number;
  /** Longest time that one eviction took, ms. */
  readonly longestEviction: number;
  /** Growth of the process a row, once full; and as the contender counts it. */
  readonly bytesPerRow: number;
  readonly countedPerRow: number | null;
}

const DAY = 86_400_000;
const limits: JoinLimits = { horizon: 7 * DAY, tolerance: 300_000, lateness: DAY };
const KEEP_FOR = limits.horizon + 2 * limits.lateness;
/** Events between two evictions, as a commit has them. */
const BATCH = 10_000;

const [name, size] = process.argv.slice(2);
const rows = Number(size);

/** Outcomes follow their predictions a block behind, in another order within their block. */
const predictions = Math.max(2, Math.round(rows / 2 / BLOCK)) * BLOCK;
const outcomes = predictions - BLOCK;
const step = KEEP_FOR / predictions;

warmUp();
globalThis.gc?.();
const before = process.memoryUsage().rss;
const contender = make();
const insert = timed(predictions, () => {
  for (let i = 0; i < predictions; i++) predict(i);
});
const match = timed(outcomes, () => {
  let pairs = 0;
  for (let i = 0; i < outcomes; i++) pairs += happen(i);
  expectPairs(pairs, outcomes);
});
globalThis.gc?.();
const bytes = process.memoryUsage().rss - before;
const counted = contender.bytes();
let longestEviction = 0;
const steady = timed(2 * predictions, () => {
  let pairs = 0;
  for (let i = predictions; i < 2 * predictions; i++) {
    predict(i);
    pairs += happen(i - BLOCK);
    if (i % (BATCH / 2) === 0) {
      const start = processorTime();
      contender.forget((i - 2 * BLOCK) * step);
      longestEviction = Math.max(longestEviction, (processorTime() - start) / 1000);
    }
  }
  expectPairs(pairs, predictions);
});
const result: JoinLeg = {
  insert,
  match,
  steady,
  longestEviction,
  bytesPerRow: bytes / (predictions + outcomes),
  countedPerRow: counted === null ? null : counted / (predictions + outcomes),
};
process.send?.(result);

function make(): Contender {
  if (name === 'join') return theJoin(limits);
  if (name === 'map') return plainMap(KEEP_FOR);
  throw new RangeError(`a leg is join or map, not ${String(name)}`);
}

function predict(i: number): void {
  contender.predict(i, i * step);
}

function happen(i: number): number {
  const of = shuffled(i);
  return contender.happen(of, of * step + 1);
}

/** The compiler sees every path, evictions too, before the clock runs. */
function warmUp(): void {
  const contender = make();
  for (let i = 0; i < 200_000; i++) {
    contender.predict(i, i * 10_000);
    if (i >= 1000) contender.happen(i - 1000, (i - 1000) * 10_000);
    if (i % 1000 === 0) contender.forget(i * 10_000);
  }
}

function expectPairs(pairs: number, expected: number): void {
  if (pairs !== expected) throw new Error(`${pairs} pairs, not ${expected}: the join is broken`);
}

/** ns of processor time an event: what else runs on the machine counts little. */
function timed(events: number, run: () => void): number {
  const start = processorTime();
  run();
  return ((processorTime() - start) * 1000) / events;
}

/** Of this process, microseconds. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
