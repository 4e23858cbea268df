/** What makes two points the same point, and how a point is named to people. */
import type { MetricPoint } from './port.js';

/** The text columns of a point's identity, in the order in which adapters declare them. `time` completes it. */
export const identityColumns = ['model', 'version', 'segment', 'resolution', 'feature', 'metric'] as const;

/** Different for points of different identity, whatever their names contain: lengths precede the names. */
export function identityOf(point: MetricPoint): string {
  let key = `${point.time}`;
  for (const column of identityColumns) key += `|${point[column].length}:${point[column]}`;
  return key;
}

/** One point of each identity, the last one given. O(n). */
export function lastOfEachIdentity(points: readonly MetricPoint[]): MetricPoint[] {
  const last = new Map<string, MetricPoint>();
  for (const point of points) last.set(identityOf(point), point);
  return [...last.values()];
}

/** One line for error messages, e.g. `accuracy of "churn" version "3", pane 1h at 2001-02-22T09:00:00.000Z = 0.91`. */
export function describePoint(point: MetricPoint): string {
  const at = Math.abs(point.time) <= 8.64e15 ? new Date(point.time).toISOString() : String(point.time);
  const feature = point.feature === '' ? '' : ` of feature ${JSON.stringify(point.feature)}`;
  const segment = point.segment === '' ? '' : ` in segment ${JSON.stringify(point.segment)}`;
  return (
    `${JSON.stringify(point.metric)}${feature} of model ${JSON.stringify(point.model)} ` +
    `version ${JSON.stringify(point.version)}${segment}, resolution ${point.resolution}, ` +
    `at ${at} = ${String(point.value)}`
  );
}
