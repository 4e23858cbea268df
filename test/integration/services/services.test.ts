import { Kafka, logLevel } from 'kafkajs';
import { describe, expect, it } from 'vitest';

import { influxService, kafkaService, titled } from '../../services/index.js';

const kafka = await kafkaService();
const influx = await influxService();

describe.skipIf(kafka.missing !== undefined)(titled('the Kafka service', kafka), () => {
  it('is a broker that answers', async () => {
    const client = new Kafka({ brokers: [kafka.address ?? ''], logLevel: logLevel.NOTHING });
    const admin = client.admin();
    await admin.connect();
    const cluster = await admin.describeCluster();
    await admin.disconnect();
    expect(cluster.brokers.length).toBeGreaterThan(0);
  });
});

describe.skipIf(influx.missing !== undefined)(titled('the InfluxDB service', influx), () => {
  it('is a server of the 1.x line', async () => {
    const response = await fetch(`${influx.address ?? ''}/ping`);
    expect(response.headers.get('x-influxdb-version')).toMatch(/^1\./);
  });
});
