import { Kafka, logLevel } from 'kafkajs';

/** Deletes the topics of a deployment: a broker that was only lent keeps nothing of a test. */
export async function removeKafkaPrefix(address: string, prefix: string): Promise<void> {
  const admin = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}
