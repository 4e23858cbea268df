/** A producer that places by CRC32, as librdkafka does unless it is told otherwise: found, and said with the fix. */
import { randomUUID } from 'node:crypto';

import { Kafka, logLevel } from 'kafkajs';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';

import { startLeeway, type Running } from '../../../src/cli/compose.js';
import { defaultConfig } from '../../../src/config/load-config.js';
import { eventually } from '../../contract/event-log/fixture.js';
import { kafkaService, titled } from '../../services/index.js';
import { removeKafkaPrefix } from '../demo/remove-kafka-prefix.js';
import { steadyPrediction } from '../demo/steady-stream.js';
import { removeTemporaryFolders, temporaryFolder } from '../demo/temporary-folder.js';

const kafka = await kafkaService();
const broker = kafka.address ?? '';
const prefix = `foreign-${randomUUID().slice(0, 8)}.`;
const PARTITIONS = 4;

/** IEEE CRC-32 mod P: librdkafka's `consistent`. */
function foreignPartition(key: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(key)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ((crc ^ 0xffffffff) >>> 0) % PARTITIONS;
}

describe.skipIf(kafka.missing !== undefined)(titled('Kafka: a foreign partitioner', kafka), () => {
  let leeway: Running | undefined;
  const logged: string[] = [];
  afterAll(async () => {
    await leeway?.stop();
    await removeKafkaPrefix(broker, prefix);
    removeTemporaryFolders();
  });

  it('degrades the health and is logged, with an example and the fix', async () => {
    const lines = { write: (line: string) => void logged.push(line) };
    leeway = await startLeeway({
      config: {
        ...defaultConfig,
        port: 0,
        partitions: PARTITIONS,
        data: temporaryFolder(),
        kafka: { brokers: [broker], prefix },
      },
      stages: ['profiler'],
      logger: pino({ level: 'warn' }, lines),
      showHealth: true,
      onFatal: (error) => logged.push(String(error)),
    });
    const status = async (): Promise<string> => (await fetch(`${leeway?.url}/api/status`)).text();
    expect(await status()).not.toContain('murmur2');

    const producer = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).producer();
    await producer.connect();
    const messages = Array.from({ length: 64 }, (_, i) => steadyPrediction(i)).map((event) => ({
      key: event.id,
      value: JSON.stringify(event),
      partition: foreignPartition(event.id),
    }));
    await producer.send({ topic: `${prefix}predictions`, messages });
    await producer.disconnect();

    await eventually('the finding', async () =>
      (await status()).includes('partitioner=murmur2_random'),
    ).catch(async (error: unknown) => {
      throw new Error(`${await status()}\n${logged.join('')}`, { cause: error });
    });
    expect(logged.join('\n')).toMatch(/sampled records of predictions .*another partition; e\.g\. offset/);
    const ready = await fetch(`${leeway.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.text()).toContain('murmur2_random');
  });
});
