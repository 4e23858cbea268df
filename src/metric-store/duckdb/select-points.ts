/** Reads points out of the `metrics` table. */
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { identityColumns } from '../identity.js';
import { orderColumns } from '../order.js';
import type { MetricPoint, MetricQuery } from '../port.js';

/** Values travel as parameters, never inside the statement. */
export async function selectPoints(connection: DuckDBConnection, query: MetricQuery): Promise<MetricPoint[]> {
  const conditions: string[] = [];
  const parameters: Record<string, DuckDBValue> = {};
  for (const column of identityColumns) {
    const wanted = query[column];
    if (wanted === undefined) continue;
    conditions.push(`${column} = $${column}`);
    parameters[column] = wanted;
  }
  if (query.from !== undefined) {
    conditions.push('time >= epoch_ms(CAST($from AS BIGINT))');
    parameters['from'] = query.from;
  }
  if (query.to !== undefined) {
    conditions.push('time < epoch_ms(CAST($to AS BIGINT))');
    parameters['to'] = query.to;
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const limit = query.limit === undefined ? '' : `LIMIT ${query.limit}`;
  const result = await connection.runAndReadAll(
    `SELECT ${identityColumns.join(', ')}, CAST(epoch_ms(time) AS DOUBLE), value FROM metrics ${where}
     ORDER BY ${orderColumns.join(', ')} ${limit}`,
    parameters,
  );
  return result.getRows().map(toPoint);
}

function toPoint(row: readonly DuckDBValue[]): MetricPoint {
  const [model, version, segment, resolution, feature, metric, time, value] = row;
  return {
    model: String(model),
    version: String(version),
    segment: String(segment),
    resolution: String(resolution),
    feature: String(feature),
    metric: String(metric),
    time: Number(time),
    value: Number(value),
  };
}
