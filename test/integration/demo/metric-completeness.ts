import { join } from 'node:path';
import { pointsOf } from '../../../consumers/sink/sink.js';
import { createEmbeddedLog } from '../../../src/log/embedded/index.js';
import { createDuckDbMetricStore } from '../../../src/metric-store/duckdb/duckdb-metric-store.js';
import type { MetricPoint } from '../../../src/metric-store/port.js';

/** The points of a model that the log of a stopped Leeway asks for, and those that its metric store holds, in one order. */
export async function pointsAskedAndHeld(
  data: string,
  model: string,
  partitions: number,
): Promise<{ asked: MetricPoint[]; held: MetricPoint[] }> {
  const asked = new Map<string, MetricPoint>();
  const log = await createEmbeddedLog({ directory: join(data, 'log') });
  try {
    for (let partition = 0; partition < partitions; partition++) {
      const { first, next } = await log.range('metrics', partition);
      await log.read('metrics', partition, first, next, (records) => {
        // A later point of the same identity replaces an earlier one.
        for (const point of records.flatMap(pointsOf)) asked.set(identity(point), point);
      });
    }
  } finally {
    await log.close();
  }
  const store = createDuckDbMetricStore({ path: join(data, 'metrics.duckdb') });
  await store.open();
  try {
    return { asked: ordered([...asked.values()]), held: ordered(await store.query({ model })) };
  } finally {
    await store.close();
  }
}

function identity({ model, version, segment, resolution, feature, metric, time }: MetricPoint): string {
  return JSON.stringify([time, metric, feature, version, segment, resolution, model]);
}

function ordered(points: readonly MetricPoint[]): MetricPoint[] {
  return points.toSorted((a, b) => (identity(a) < identity(b) ? -1 : 1));
}
