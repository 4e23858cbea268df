import { describe, expect, it } from 'vitest';
import { seededRandom, type Random } from '../../../detectors/random.js';
import {
  createRateLimit,
  observeRateLimit,
  rateLimitVerdict,
  type RateLimitState,
} from '../../../detectors/rate-limit.js';

const DAY = 86_400_000;
const PANE = DAY / 24;

function hits(random: Random, n: number, rate: number): number {
  let count = 0;
  for (let i = 0; i < n; i++) if (random() < rate) count++;
  return count;
}

function feed(
  state: RateLimitState,
  limit: number,
  panes: readonly (readonly [n: number, errors: number])[],
) {
  panes.forEach(([n, errors], i) => {
    observeRateLimit({ limit, unitMs: DAY }, state, { n, errors, start: i * PANE, scale: PANE });
  });
  return rateLimitVerdict(state);
}

describe('a limit on a rate', () => {
  it.each([
    [0.05, 3],
    [0.05, 40],
    [0.05, 300],
    [0.001, 300],
    [0.5, 20],
  ])('of %d is not said to be broken by a rate that keeps to it, at %d rows a pane', (limit, n) => {
    const random = seededRandom(7);
    const [threshold, days] = [20, 2_000];
    let state = createRateLimit();
    let alarms = 0;
    for (let i = 0; i < 24 * days; i++) {
      const pane = { n, errors: hits(random, n, limit), start: i * PANE, scale: PANE };
      observeRateLimit({ limit, unitMs: DAY }, state, pane);
      if (rateLimitVerdict(state).statistic < threshold) continue;
      alarms++;
      state = createRateLimit();
    }
    // At most one in 20 days is promised; three standard deviations of a Poisson count beyond it are no chance.
    expect(alarms).toBeLessThanOrEqual(days / threshold + 3 * Math.sqrt(days / threshold));
  });

  it('is told within a pane or two of a break, with the pane in which it began and the rows since', () => {
    const calm = Array.from({ length: 100 }, () => [500, 10] as const);
    const verdict = feed(createRateLimit(), 0.05, [...calm, [500, 80], [500, 90]]);
    expect(verdict.statistic).toBeGreaterThan(9_000);
    expect(verdict).toMatchObject({ onset: 100 * PANE, n: 1_000, errors: 170 });
  });

  it('adds up small excesses that no single pane shows', () => {
    const random = seededRandom(3);
    const panes = Array.from({ length: 24 * 30 }, () => [20, hits(random, 20, 0.08)] as const);
    expect(feed(createRateLimit(), 0.05, panes.slice(0, 12)).statistic).toBeLessThan(100);
    expect(feed(createRateLimit(), 0.05, panes).statistic).toBeGreaterThan(9_000);
  });

  it('of nothing at all is broken by a few rows, not by one', () => {
    expect(feed(createRateLimit(), 0, [[1_000, 1]]).statistic).toBeLessThan(9_000);
    expect(feed(createRateLimit(), 0, [[1_000, 6]]).statistic).toBeGreaterThan(9_000);
  });

  it('stays finite on a million rows that all break it, and says nothing of panes without rows', () => {
    const state = createRateLimit();
    expect(feed(state, 0.01, [[1e6, 1e6], [1e6, 1e6]]).statistic).toBeLessThan(Infinity); // prettier-ignore
    expect(structuredClone(state)).toEqual(state);
    expect(feed(createRateLimit(), 0.01, [[0, 0]])).toEqual({ statistic: 0, onset: null, n: 0, errors: 0 });
  });
});
