import type { RatePane } from './pane.js';

/**
 * Tells when a rate has gone beyond a limit that somebody has set: no reference, no training. For each of six rates above the
 * limit a Shiryaev-Roberts sum of likelihood ratios (Page 1954; Shiryaev 1963); the statistic is their mean, in units of
 * time. While rows break the limit's rate or less, independently of each other, it grows by at most 1 a unit on average, so
 * an alarm at A comes at most once in A units. Any number of rows a pane says the same. Plain data.
 */
export interface RateLimit {
  /** 0 to 1. */
  readonly limit: number;
  /** Length of a unit, ms. */
  readonly unitMs: number;
}

export interface RateLimitState {
  /** By rate above the limit. */
  readonly rates: {
    sum: number;
    /** Log likelihood ratio since `since`; where it falls to 0 the change has not begun. */
    run: number;
    since: number;
    n: number;
    errors: number;
  }[];
}

export interface RateLimitVerdict {
  readonly statistic: number;
  /** Start of the pane in which it began, and the rows since then; null before the first pane. */
  readonly onset: number | null;
  readonly n: number;
  readonly errors: number;
}

/** Odds of the rates that are asked for, as multiples of the limit's. */
const ODDS = [1.25, 1.6, 2.5, 5, 20, 200];
/** A limit of nothing at all is broken by a few rows, not by one. */
const LEAST_LIMIT = 1e-4;
const MOST_LOG = 600;

export function createRateLimit(): RateLimitState {
  return { rates: ODDS.map(() => ({ sum: 0, run: 0, since: 0, n: 0, errors: 0 })) };
}

/** Takes the next pane in the order of time; one without rows says nothing. */
export function observeRateLimit(
  { limit, unitMs }: RateLimit,
  { rates }: RateLimitState,
  { n, errors, start, scale }: Pick<RatePane, 'n' | 'errors' | 'start' | 'scale'>,
): void {
  if (!(n > 0)) return;
  const p = Math.max(LEAST_LIMIT, limit);
  ODDS.forEach((odds, i) => {
    const own = rates[i];
    if (!own) return;
    const q = (odds * p) / (1 - p + odds * p);
    const log = errors * Math.log(q / p) + (n - errors) * Math.log((1 - q) / (1 - p));
    const total = Math.log(own.sum + scale / unitMs) + log;
    own.sum = Math.exp(Math.min(MOST_LOG, total));
    if (own.run <= 0) Object.assign(own, { run: 0, since: start, n: 0, errors: 0 });
    own.run += log;
    own.n += n;
    own.errors += errors;
  });
}

/** Changes nothing. */
export function rateLimitVerdict({ rates }: RateLimitState): RateLimitVerdict {
  let leading = rates[0];
  let statistic = 0;
  for (const own of rates) {
    statistic += own.sum / rates.length;
    if (leading && own.sum > leading.sum) leading = own;
  }
  if (!leading || leading.n === 0) return { statistic, onset: null, n: 0, errors: 0 };
  return { statistic, onset: leading.since, n: leading.n, errors: leading.errors };
}
