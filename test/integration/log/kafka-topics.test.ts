/** What the start finds in topics that others have made. */
import { randomUUID } from 'node:crypto';

import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { afterAll, describe, expect, it } from 'vitest';

import { silentLogger } from '../../../src/log/kafka/client-logger.js';
import { createKafkaLog } from '../../../src/log/kafka/index.js';
import { spec } from '../../contract/event-log/fixture.js';
import { kafkaService, titled } from '../../services/index.js';
import { quick } from './kafka-fixture.js';

const kafka = await kafkaService();
const broker = kafka.address ?? '';
const prefix = `${randomUUID().slice(0, 8)}.`;

describe.skipIf(kafka.missing !== undefined)(titled('Kafka topics of others', kafka), () => {
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (_: object, message: string) => void warnings.push(message) };
  const log = createKafkaLog({ brokers: [broker], clientId: 'topics', prefix, logger, ...quick });
  afterAll(() => log.close());

  async function make(topic: string, settings: Readonly<Record<string, string>>): Promise<void> {
    const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const configEntries = Object.entries({ 'message.timestamp.type': 'LogAppendTime', ...settings }).map(
      ([name, value]) => ({ name, value }),
    );
    await admin.createTopics({ topics: [{ topic: prefix + topic, numPartitions: 1, configEntries }] });
    await admin.disconnect();
  }

  it('a limit in bytes is a warning that names the topic and the command', async () => {
    await make('limited', { 'retention.bytes': '1000000' });
    await make('free', {});
    await log.ensureTopics([spec('limited'), spec('free')]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      new RegExp(
        `topic ${prefix}limited keeps 1000000 bytes .*kafka-configs\\.sh .*--entity-name ${prefix}limited --add-config retention\\.bytes=-1`,
      ),
    );
  });

  it('a retention that is too short is raised, and one that is longer left alone', async () => {
    await make('short', { 'retention.ms': '1000' });
    await make('long', { 'retention.ms': '99999999' });
    await log.ensureTopics([spec('short', { retentionMs: 60_000 }), spec('long', { retentionMs: 60_000 })]);
    const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: ['short', 'long'].map((name) => ({
        type: ConfigResourceTypes.TOPIC,
        name: prefix + name,
        configNames: ['retention.ms'],
      })),
    });
    await admin.disconnect();
    const found = resources.map(({ resourceName, configEntries }) => [
      resourceName,
      configEntries[0]?.configValue,
    ]);
    expect(Object.fromEntries(found)).toEqual({ [`${prefix}short`]: '60000', [`${prefix}long`]: '99999999' });
  });
});
