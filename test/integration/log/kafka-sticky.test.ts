/** Members that come and go keep what they hold, as far as an even share allows. */
import { randomUUID } from 'node:crypto';

import { afterAll, describe, expect, it } from 'vitest';

import { createKafkaLog } from '../../../src/log/kafka/index.js';
import type { EventLog } from '../../../src/log/port.js';
import { consume, type Consumer } from '../../contract/event-log/consumer.js';
import { eventually, spec } from '../../contract/event-log/fixture.js';
import { kafkaService, titled } from '../../services/index.js';
import { quick } from './kafka-fixture.js';

const kafka = await kafkaService();
const prefix = `${randomUUID().slice(0, 8)}.`;
const PARTITIONS = 8;
const topics = ['predictions', 'outcomes'];

describe.skipIf(kafka.missing !== undefined)(titled('Kafka: sticky groups', kafka), () => {
  const logs: EventLog[] = [];
  afterAll(async () => {
    await Promise.all(logs.map((log) => log.close()));
  });

  function openLog(): EventLog {
    const log = createKafkaLog({ brokers: [kafka.address ?? ''], clientId: 'sticky', prefix, ...quick });
    logs.push(log);
    return log;
  }

  const join = (): Promise<Consumer> => consume(openLog(), { group: 'sticky', topics });

  /** Once every partition is held by one of them, evenly. */
  async function settled(members: readonly Consumer[]): Promise<Set<number>[]> {
    await eventually(`${members.length} members with ${PARTITIONS / members.length} partitions each`, () => {
      const held = members.map((member) => [...member.held]);
      return (
        held.every(({ length }) => length === PARTITIONS / members.length) &&
        new Set(held.flat()).size === PARTITIONS
      );
    });
    return members.map(({ held }) => new Set(held));
  }

  const isWithin = (part: ReadonlySet<number>, whole: ReadonlySet<number>): boolean =>
    [...part].every((partition) => whole.has(partition));

  it('one, two, four, two, one', async () => {
    await openLog().ensureTopics(topics.map((name) => spec(name, { partitions: PARTITIONS })));
    const first = await join();
    const [all = new Set<number>()] = await settled([first]);
    const second = await join();
    const [ofFirst = all, ofSecond = all] = await settled([first, second]);

    const [third, fourth] = [await join(), await join()];
    const four = await settled([first, second, third, fourth]);
    expect(isWithin(four[0] as Set<number>, ofFirst)).toBe(true);
    expect(isWithin(four[1] as Set<number>, ofSecond)).toBe(true);

    await second.close();
    await fourth.close();
    const two = await settled([first, third]);
    expect(isWithin(four[0] as Set<number>, two[0] as Set<number>)).toBe(true);
    expect(isWithin(four[2] as Set<number>, two[1] as Set<number>)).toBe(true);

    await first.close();
    await settled([third]);
    await third.close();
    for (const member of [first, second, third, fourth]) expect(member.fatal).toEqual([]);
  });
});
