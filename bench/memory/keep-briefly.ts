import kafkajs from 'kafkajs';
import type { KafkaPlace } from '../path/leg-task.js';

/** Lets topics keep their records for so long only, in small segments: the broker deletes whole ones. */
export async function keepBriefly(
  { brokers, prefix }: KafkaPlace,
  topics: readonly string[],
  ms: number,
): Promise<void> {
  const admin = new kafkajs.Kafka({
    clientId: 'leeway-bench',
    brokers,
    logLevel: kafkajs.logLevel.ERROR,
  }).admin();
  await admin.connect();
  try {
    await admin.alterConfigs({
      validateOnly: false,
      resources: topics.map((topic) => ({
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name: prefix + topic,
        configEntries: [
          { name: 'retention.ms', value: String(ms) },
          { name: 'segment.ms', value: String(Math.ceil(ms / 4)) },
          { name: 'message.timestamp.type', value: 'LogAppendTime' },
          { name: 'max.message.bytes', value: String(8 << 20) },
        ],
      })),
    });
  } finally {
    await admin.disconnect();
  }
}
