/** Points to InfluxDB in batches, and which points it refused. */
import type { InfluxDB, IPoint } from 'influx';
import { MetricStoreError } from '../errors.js';
import { reasonOf, statusOf } from './failures.js';
import { describePoint, identityColumns } from '../identity.js';
import type { MetricPoint } from '../port.js';
import { retentionPolicy } from './prepare-database.js';
import { encodeTag } from './tag-text.js';

export const measurement = 'metrics';

/** Points in one request: InfluxDB's own recommendation, and where its rate stops growing. */
const batchPoints = 5_000;
/** Refused points that an error names; the rest are as a rule refused for the same reason. */
const namedPoints = 3;

/**
 * Same tags and time: the last value wins, so a rewrite changes nothing, and a batch may be sent again.
 * @throws MetricStoreError `points-refused`: names points and InfluxDB's reason; the others of their batch are
 * stored, later batches are not sent
 */
export async function writePoints(
  client: InfluxDB,
  points: readonly MetricPoint[],
  deployment: string,
): Promise<void> {
  for (let start = 0; start < points.length; start += batchPoints) {
    const batch = points.slice(start, start + batchPoints);
    const reason = await refusal(client, batch, deployment);
    if (reason === undefined) continue;
    const refused = await findRefused(client, batch, deployment);
    const named = refused.length === 0 ? batch.slice(0, 1) : refused;
    throw new MetricStoreError(
      'points-refused',
      `InfluxDB refused points: ${reason}; ${refused.length < namedPoints ? 'these' : 'the first of these'} are ` +
        named.map(describePoint).join(' | '),
    );
  }
}

/** Halves what was refused until single points are left. InfluxDB does not say which they were; sending again is harmless. */
async function findRefused(
  client: InfluxDB,
  batch: readonly MetricPoint[],
  deployment: string,
): Promise<MetricPoint[]> {
  if (batch.length === 1) return [...batch];
  const middle = Math.ceil(batch.length / 2);
  const found: MetricPoint[] = [];
  for (const half of [batch.slice(0, middle), batch.slice(middle)]) {
    if (found.length >= namedPoints) break;
    if ((await refusal(client, half, deployment)) === undefined) continue;
    found.push(...(await findRefused(client, half, deployment)));
  }
  return found.slice(0, namedPoints);
}

/** InfluxDB's reason when it did not take all of the batch (400). Other failures are thrown as they are. */
async function refusal(
  client: InfluxDB,
  batch: readonly MetricPoint[],
  deployment: string,
): Promise<string | undefined> {
  try {
    const lines = batch.map((point) => toLine(point, deployment));
    await client.writePoints(lines, { retentionPolicy, precision: 'ms' });
    return undefined;
  } catch (error) {
    if (statusOf(error) === 400) return reasonOf(error);
    throw error;
  }
}

function toLine(point: MetricPoint, deployment: string): IPoint {
  const tags: Record<string, string> = deployment === '' ? {} : { deployment: encodeTag(deployment) };
  for (const column of identityColumns) tags[column] = encodeTag(point[column]);
  // The client leaves out a time that is the number 0, and the server would put its own.
  return { measurement, tags, fields: { value: point.value }, timestamp: String(point.time) };
}
