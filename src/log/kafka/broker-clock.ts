import { KafkaConnection } from './connection.js';
import { toLogError } from './kafka-errors.js';
import { withDefaults, type KafkaLogOptions } from './settings.js';

/**
 * How far the clock of the broker that leads partition 0 of a topic is ahead of ours (negative: behind), ms, give or take
 * half of a round trip. Appends a tombstone of the key `clock` to find out, so the topic must be a compacted one.
 */
export async function brokerAheadMs(
  options: KafkaLogOptions,
  topic: string,
  clock: () => number,
): Promise<number> {
  const connection = new KafkaConnection(withDefaults(options));
  const producer = connection.appender();
  try {
    await producer.connect();
    const before = clock();
    const [answer] = await producer.send({
      topic: connection.name(topic),
      messages: [{ key: 'clock', value: null, partition: 0 }],
      acks: -1,
    });
    const after = clock();
    const appendedAt = Number(answer?.logAppendTime ?? -1);
    if (appendedAt < 0) {
      throw new Error(
        `topic ${connection.name(topic)} has no append time: set message.timestamp.type=LogAppendTime`,
      );
    }
    return appendedAt - (before + after) / 2;
  } catch (error) {
    throw toLogError(error, `asking ${connection.name(topic)} for the broker's time`);
  } finally {
    await producer.disconnect();
    await connection.close();
  }
}
