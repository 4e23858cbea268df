/**
 * Offsets that somebody moves with Kafka's own tools while Leeway is stopped. The embedded log has no such tool: its offsets
 * move by commits only, and the contract suite has those that would skip records refused.
 */
import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, describe, expect, it } from 'vitest';
import { createKafkaLog } from '../../../src/log/kafka/index.js';
import { consume } from '../../contract/event-log/consumer.js';
import { eventually, numbered, spec } from '../../contract/event-log/fixture.js';
import { kafkaService, titled } from '../../services/index.js';
import { quick } from './kafka-fixture.js';

const kafka = await kafkaService();
const broker = kafka.address ?? '';

describe.skipIf(kafka.missing !== undefined)(titled('offsets moved on Kafka', kafka), () => {
  const prefix = `${randomUUID().slice(0, 8)}.`;
  const log = createKafkaLog({ brokers: [broker], clientId: 'moved', prefix, ...quick });
  const client = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });

  afterAll(() => log.close());

  /** Ten records, of which a group has read and committed five; then its offset is moved. */
  async function movedTo(offset: number): Promise<{ topic: string; group: string }> {
    const name = randomUUID().slice(0, 8);
    const [topic, group] = [`in-${name}`, `leeway-${name}`];
    await log.ensureTopics([spec(topic)]);
    await log.append(numbered(topic, 5));
    const before = await consume(log, { group, topics: [topic] });
    await eventually('five are read', () => before.delivered().length === 5);
    await before.close();
    await log.append(numbered(topic, 5, 'unread'));
    const admin = client.admin();
    await admin.connect();
    await admin.setOffsets({
      groupId: prefix + group,
      topic: prefix + topic,
      partitions: [{ partition: 0, offset: String(offset) }],
    });
    await admin.disconnect();
    return { topic, group };
  }

  it.each([
    ['forward, past unread records', 8],
    ['to the end', 10],
    ['back, but not to the first record', 2],
  ])('%s: nothing is read, and the error names the place and the fix', async (_what, offset) => {
    const { topic, group } = await movedTo(offset);
    const after = await consume(log, { group, topics: [topic] });
    await eventually('onFatal', () => after.fatal.length > 0);
    await after.close();
    expect(after.fatal[0]).toMatchObject({ name: 'LogError', code: 'offset-gap', handling: 'fatal' });
    expect(after.fatal[0]?.message).toContain(`offset ${offset} of ${prefix}${topic}[0]`);
    expect(after.fatal[0]?.message).toContain(`leeway reset --stage ${group.replace('leeway-', '')}`);
    expect(after.delivered()).toEqual([]);
  });

  it('to the first record: everything is read again, since nothing is passed over', async () => {
    const { topic, group } = await movedTo(0);
    const after = await consume(log, { group, topics: [topic] });
    await eventually('all ten', () => after.delivered().length === 10);
    await after.close();
    expect(after.fatal).toEqual([]);
  });

  it('not at all: the next member goes on behind what was committed', async () => {
    const name = randomUUID().slice(0, 8);
    await log.ensureTopics([spec(`in-${name}`)]);
    await log.append(numbered(`in-${name}`, 5));
    const options = { group: `leeway-${name}`, topics: [`in-${name}`] };
    const first = await consume(log, options);
    await eventually('five are read', () => first.delivered().length === 5);
    await first.close();
    await log.append(numbered(`in-${name}`, 2));
    const second = await consume(log, options);
    await eventually('the other two', () => second.delivered().length === 2);
    await second.close();
    expect([...first.fatal, ...second.fatal]).toEqual([]);
  });
});
