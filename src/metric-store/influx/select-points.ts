/** Points from InfluxDB, in the port's order. */
import { ResultError } from 'influx';
import type { InfluxDB } from 'influx';
import { MetricStoreError } from '../errors.js';
import { identityColumns } from '../identity.js';
import { comparePoints } from '../order.js';
import type { MetricPoint, MetricQuery } from '../port.js';
import { earliestTime, latestTime } from '../validity.js';
import { retentionPolicy } from './prepare-database.js';
import { decodeTag, encodeTag } from './tag-text.js';
import { measurement } from './write-points.js';

/** Rows of one request: fewer than InfluxDB's chunk of 10,000, beyond which it flags complete answers as partial. */
const pagePoints = 9_000;

/**
 * InfluxDB orders by time only, and a page may end between points of one time. So a full page is taken up to its last
 * time, the points of that time are read by themselves, and the next page starts after it.
 */
export async function selectPoints(
  client: InfluxDB,
  wanted: MetricQuery,
  deployment: string,
): Promise<MetricPoint[]> {
  const query: OwnQuery = { ...wanted, deployment };
  const { limit = Number.POSITIVE_INFINITY } = query;
  const size = Math.min(limit, pagePoints);
  const to = Math.min(query.to ?? latestTime + 1, latestTime + 1);
  let from = Math.max(query.from ?? earliestTime, earliestTime);
  const found: MetricPoint[] = [];
  while (found.length < limit && from < to) {
    const page = await selectPage(client, query, { from, to, size, skip: 0 });
    const lastTime = page.at(-1)?.time;
    if (lastTime === undefined || page.length < size) {
      found.push(...page);
      break;
    }
    found.push(
      ...page.filter((point) => point.time < lastTime),
      ...(await selectMoment(client, query, lastTime)),
    );
    from = lastTime + 1;
  }
  return found.sort(comparePoints).slice(0, limit);
}

/** All points of one time. */
async function selectMoment(client: InfluxDB, query: OwnQuery, time: number): Promise<MetricPoint[]> {
  const found: MetricPoint[] = [];
  for (;;) {
    const range = { from: time, to: time + 1, size: pagePoints, skip: found.length };
    const page = await selectPage(client, query, range);
    found.push(...page);
    if (page.length < pagePoints) return found;
  }
}

interface OwnQuery extends MetricQuery {
  readonly deployment: string;
}

interface PageRange {
  readonly from: number;
  readonly to: number;
  readonly size: number;
  readonly skip: number;
}

async function selectPage(client: InfluxDB, query: OwnQuery, range: PageRange): Promise<MetricPoint[]> {
  const conditions = [`time >= ${range.from}ms`, `time < ${range.to}ms`, '"deployment" = $deployment'];
  // Values travel as bound parameters, never inside the statement.
  const placeholders: Record<string, string> = {
    // Compared with the empty text, a tag matches where there is none.
    deployment: query.deployment === '' ? '' : encodeTag(query.deployment),
  };
  for (const column of identityColumns) {
    const wanted = query[column];
    if (wanted === undefined) continue;
    conditions.push(`"${column}" = $${column}`);
    placeholders[column] = encodeTag(wanted);
  }
  const tags = identityColumns.map((column) => `"${column}"`).join(', ');
  const response: unknown = await client.queryRaw(
    `SELECT "value", ${tags} FROM "${retentionPolicy}"."${measurement}" ` +
      `WHERE ${conditions.join(' AND ')} ORDER BY time ASC LIMIT ${range.size} OFFSET ${range.skip}`,
    // POST: a long name would not fit into an address.
    { method: 'POST', precision: 'ms', placeholders },
  );
  return pointsOf(response as InfluxResponse);
}

/** The part of InfluxDB's JSON that is read here. */
interface InfluxResponse {
  readonly results: readonly {
    readonly error?: string;
    readonly partial?: boolean;
    readonly series?: readonly {
      readonly columns: readonly string[];
      readonly values: readonly (readonly unknown[])[];
      readonly partial?: boolean;
    }[];
  }[];
}

function pointsOf(response: InfluxResponse): MetricPoint[] {
  const points: MetricPoint[] = [];
  for (const result of response.results) {
    if (result.error !== undefined) throw new ResultError(result.error);
    for (const { columns, values, partial } of result.series ?? []) {
      if (partial === true || result.partial === true) {
        throw new MetricStoreError(
          'truncated',
          `InfluxDB cut its answer after ${values.length} points: raise max-row-limit of its [http] section to ${pagePoints} or more`,
        );
      }
      const index = new Map(columns.map((column, position) => [column, position]));
      const tag = (row: readonly unknown[], column: string): string =>
        decodeTag(String(row[index.get(column) ?? -1]));
      for (const row of values) {
        points.push({
          model: tag(row, 'model'),
          version: tag(row, 'version'),
          segment: tag(row, 'segment'),
          resolution: tag(row, 'resolution'),
          feature: tag(row, 'feature'),
          metric: tag(row, 'metric'),
          time: Number(row[index.get('time') ?? -1]),
          value: Number(row[index.get('value') ?? -1]),
        });
      }
    }
  }
  return points;
}
