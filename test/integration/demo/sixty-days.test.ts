/**
 * A third of the flights of the demo's first sixty days, the storm of February 2001 in them: undisturbed on the embedded engine, undisturbed on
 * Kafka and InfluxDB, and killed three times on either. Everything but the wall time must be the same four times.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { InfluxDB } from 'influx';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createDuckDbMetricStore } from '../../../src/metric-store/duckdb/duckdb-metric-store.js';
import { createInfluxMetricStore } from '../../../src/metric-store/influx/influx-metric-store.js';
import type { MetricPoint, MetricStore } from '../../../src/metric-store/port.js';
import { influxService, kafkaService, titled } from '../../services/index.js';
import { killRunning } from './cli-process.js';
import { drawKillMoments, killAt, killSeed } from './kill-moments.js';
import { removeKafkaPrefix } from './remove-kafka-prefix.js';
import {
  DEMO_MODEL,
  finishDemo,
  runDemo,
  startDemo,
  type DemoPlace,
  type DemoRun,
  type DemoSize,
} from './run-demo.js';
import { expectBalance, withoutTime } from './summary-checks.js';
import { removeTemporaryFolders, temporaryFolder } from './temporary-folder.js';

const DAYS = 60;
/** Every third flight: the storm is as plain, and each of the twelve runs takes a third of the time. */
const SIZE: DemoSize = { days: DAYS, every: 3 };
const LIMIT_MS = 900_000;
const kafka = await kafkaService();
const influx = await influxService();
const seed = killSeed();

const names = { prefix: `demo-${randomUUID().slice(0, 8)}-`, database: `demo-${randomUUID()}` };
const embeddedPlace: DemoPlace = { data: temporaryFolder() };
const servicesPlace: DemoPlace = {
  data: temporaryFolder(),
  kafka: { address: kafka.address ?? '', prefix: names.prefix },
  influx: { url: influx.address ?? '', database: names.database },
};

/** Run once, by whichever case comes first. */
const undisturbed = new Map<DemoPlace, Promise<DemoRun>>();
function baseline(place: DemoPlace): Promise<DemoRun> {
  const run = undisturbed.get(place) ?? runDemo(SIZE, place);
  undisturbed.set(place, run);
  return run;
}

function duckDbOf({ data }: DemoPlace): MetricStore {
  return createDuckDbMetricStore({ path: join(data, 'metrics.duckdb') });
}

function influxOf(place: { readonly prefix: string; readonly database: string }): MetricStore {
  const { prefix: deployment, database } = place;
  return createInfluxMetricStore({ url: influx.address ?? '', database, deployment });
}

/** All that is known of each day. */
async function pointsIn(store: MetricStore): Promise<MetricPoint[]> {
  await store.open();
  try {
    return await store.query({ model: DEMO_MODEL, resolution: '24h' });
  } finally {
    await store.close();
  }
}

async function killThreeTimes(place: DemoPlace, engine: string, seconds: number): Promise<DemoRun> {
  for (const moment of drawKillMoments(seed, engine, seconds)) await killAt(startDemo(SIZE, place), moment);
  return finishDemo(startDemo(SIZE, place));
}

afterEach(killRunning);
afterAll(removeTemporaryFolders);

describe('sixty days of flights on the embedded engine', () => {
  it('have balanced books', { timeout: LIMIT_MS }, async () => {
    expectBalance(await baseline(embeddedPlace));
  });

  it('have an alert for the storm, and a retraining because of it', { timeout: LIMIT_MS }, async () => {
    const { alerts, retrainings, versions } = (await baseline(embeddedPlace)).summary;
    const storm = alerts.filter(({ onset, firedAt }) => onset >= '2001-02-21' && firedAt < '2001-02-28');
    expect(storm).not.toEqual([]);
    expect(storm.map(({ id }) => id)).toContain(
      retrainings.find(({ reason }) => reason !== 'initial')?.reason,
    );
    expect(retrainings[0]).toMatchObject({ reason: 'initial', promoted: true });
    for (const { promoted, why } of retrainings) {
      expect(promoted).not.toBeNull();
      expect(why).toMatch(/log loss/);
    }
    expect(versions.map(({ version }) => version).slice(0, 2)).toEqual(['0', '1']);
    expect(versions.reduce((sum, { rows }) => sum + rows, 0)).toBe(
      (await baseline(embeddedPlace)).summary.joined,
    );
  });

  it('end the same after kill -9 at three moments', { timeout: LIMIT_MS }, async () => {
    const { summary, seconds } = await baseline(embeddedPlace);
    const place: DemoPlace = { data: temporaryFolder() };
    const run = await killThreeTimes(place, 'embedded', seconds);
    expect(withoutTime(run.summary)).toEqual(withoutTime(summary));
    expect(await pointsIn(duckDbOf(place))).toEqual(await pointsIn(duckDbOf(embeddedPlace)));
  });
});

const lacks = kafka.missing !== undefined || influx.missing !== undefined;
describe.skipIf(lacks)(titled('sixty days of flights on Kafka and InfluxDB', kafka, influx), () => {
  const killed = { prefix: `${names.prefix}killed-`, database: `${names.database}-killed` };

  afterAll(async () => {
    await removeKafkaPrefix(kafka.address ?? '', names.prefix);
    const client = new InfluxDB(influx.address ?? '');
    for (const database of [names.database, killed.database]) await client.dropDatabase(database);
  });

  it('give the same books, alerts, retrainings and versions', { timeout: LIMIT_MS }, async () => {
    const here = await baseline(servicesPlace);
    const there = await baseline(embeddedPlace);
    expectBalance(here);
    expect(withoutTime(here.summary)).toEqual(withoutTime(there.summary));
  });

  it('leave the same points in InfluxDB as in DuckDB', { timeout: LIMIT_MS }, async () => {
    await baseline(servicesPlace);
    await baseline(embeddedPlace);
    const inDuckDb = await pointsIn(duckDbOf(embeddedPlace));
    const inInflux = await pointsIn(influxOf(names));
    const accuracy = inDuckDb.filter(({ metric }) => metric === 'accuracy');
    expect(new Set(accuracy.map(({ time }) => time)).size).toBeGreaterThanOrEqual(DAYS - 1);
    expect(inInflux).toEqual(inDuckDb);
  });

  it('end the same after kill -9 at three moments', { timeout: LIMIT_MS }, async () => {
    const { seconds } = await baseline(servicesPlace);
    const place: DemoPlace = {
      data: temporaryFolder(),
      kafka: { address: kafka.address ?? '', prefix: killed.prefix },
      influx: { url: influx.address ?? '', database: killed.database },
    };
    const run = await killThreeTimes(place, 'Kafka', seconds);
    expect(withoutTime(run.summary)).toEqual(withoutTime((await baseline(embeddedPlace)).summary));
    expect(await pointsIn(influxOf(killed))).toEqual(await pointsIn(influxOf(names)));
  });
});
