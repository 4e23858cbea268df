import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import kafkajs from 'kafkajs';
import type { KafkaPlace } from './leg-task.js';

const starter = fileURLToPath(new URL('../../../scripts/kafka.mjs', import.meta.url));

export interface Broker {
  readonly address: string;
  stop(): Promise<void>;
}

/** The broker that `LEEWAY_KAFKA` names, else the one of the tests, started for us; or the reason why there is none. */
export async function findBroker(): Promise<Broker | { readonly missing: string }> {
  const given = process.env['LEEWAY_KAFKA'];
  if (given !== undefined && given !== '') return { address: given, stop: () => Promise.resolve() };
  const child = spawn(process.execPath, [starter], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    const { address, missing } = JSON.parse(line) as { address?: string; missing?: string };
    if (address === undefined) return { missing: missing ?? line };
    const stop = async () => {
      child.stdin.end();
      await exited;
    };
    return { address, stop };
  }
  return { missing: 'the starter of the broker ended without a word' };
}

/** Leaves a shared broker as it was. */
export async function deleteTopics({ brokers, prefix }: KafkaPlace): Promise<void> {
  const admin = new kafkajs.Kafka({
    clientId: 'leeway-bench',
    brokers,
    logLevel: kafkajs.logLevel.ERROR,
  }).admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}
