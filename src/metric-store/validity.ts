/** What every metric store takes: checked before an adapter is asked, so that both refuse the same. */
import { MetricStoreError } from './errors.js';
import { describePoint } from './identity.js';
import type { MetricPoint, MetricQuery } from './port.js';

/** Times that fit InfluxDB's signed 64-bit nanoseconds: 1677-09-21 to 2262-04-11, epoch ms. */
export const earliestTime = -9_223_372_036_853;
export const latestTime = 9_223_372_036_853;

/**
 * Throws `MetricStoreError` (`invalid-point`) that names the first point with a value that is not finite,
 * or with a time that is not a whole millisecond between {@link earliestTime} and {@link latestTime}.
 */
export function refuseInvalidPoints(points: readonly MetricPoint[]): void {
  for (const point of points) {
    if (!Number.isFinite(point.value)) {
      throw new MetricStoreError(
        'invalid-point',
        `a metric must be a finite number: ${describePoint(point)}; leave undefined metrics out`,
      );
    }
    if (!Number.isSafeInteger(point.time) || point.time < earliestTime || point.time > latestTime) {
      throw new MetricStoreError(
        'invalid-point',
        `a metric's time must be a whole millisecond of the years 1678 to 2261: ${describePoint(point)}`,
      );
    }
  }
}

/** Throws `MetricStoreError` (`invalid-query`) when a time or the limit is not a whole number. */
export function refuseInvalidQuery(query: MetricQuery): void {
  for (const name of ['from', 'to', 'limit'] as const) {
    const value = query[name];
    if (value === undefined) continue;
    if (!Number.isSafeInteger(value) || (name === 'limit' && value < 0)) {
      const expected = name === 'limit' ? 'a whole number >= 0' : 'epoch milliseconds';
      throw new MetricStoreError(
        'invalid-query',
        `"${name}" of a metric query must be ${expected}, not ${value}`,
      );
    }
  }
}
