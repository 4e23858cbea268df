import type { Admin } from 'kafkajs';

import { LogError } from '../errors.js';
import type { TopicSpec } from '../port.js';
import type { KafkaConnection } from './connection.js';
import { protocolErrorType, toLogError } from './kafka-errors.js';
import { ConfigResourceTypes } from './kafkajs.js';
import { topicRanges } from './ranges.js';
import { RECORD_OVERHEAD_BYTES } from './records.js';
import { partitionCounts, topicConfigs } from './topic-catalog.js';

/** Kafka's own default: batches of applications that know nothing of our record limit must still fit. */
const DEFAULT_MAX_MESSAGE_BYTES = 1_048_588;
const LEADER_WAIT_MS = 30_000;
const DAY = 86_400_000;

/**
 * Creates what is missing, then checks all: partition count, cleanup policy and timestamp type must be as specified.
 * Where retention or the batch limit of an existing topic is smaller than wanted it is raised; it is never lowered,
 * so starting Leeway deletes nothing that somebody chose to keep.
 */
export async function ensureTopics(connection: KafkaConnection, specs: readonly TopicSpec[]): Promise<void> {
  try {
    await ensure(connection, specs);
  } catch (error) {
    const [first, ...others] = specs.map(({ name }) => connection.name(name));
    throw toLogError(
      error,
      `creating and checking topic ${first ?? ''}${others.length > 0 ? ` and ${others.length} more` : ''}`,
    );
  }
}

async function ensure(connection: KafkaConnection, specs: readonly TopicSpec[]): Promise<void> {
  const existing = new Set(await (await connection.admin()).listTopics());
  const missing = specs.filter((spec) => !existing.has(connection.name(spec.name)));
  if (missing.length > 0) await create(connection, await connection.admin(), missing);
  // Asked for again: waiting for leaders may have put a new client in the place of the old one, and a client that is
  // used after its disconnect connects again, for good.
  const admin = await connection.admin();
  const names = specs.map((spec) => connection.name(spec.name));
  const [counts, configs] = [await partitionCounts(admin, names), await topicConfigs(admin, names)];
  for (const spec of specs) {
    const name = connection.name(spec.name);
    const config = configs.get(name) ?? new Map<string, string>();
    check(connection, name, spec, counts.get(name) ?? 0, config);
    warnOfSizeLimit(connection, name, spec, config);
    await raise(connection, admin, name, spec, config);
  }
}

function wantedConfig(spec: TopicSpec): Map<string, string> {
  const wanted = new Map([
    ['cleanup.policy', spec.cleanup],
    ['message.timestamp.type', 'LogAppendTime'],
    [
      'max.message.bytes',
      String(Math.max(DEFAULT_MAX_MESSAGE_BYTES, spec.maxRecordBytes + RECORD_OVERHEAD_BYTES)),
    ],
  ]);
  if (spec.cleanup === 'delete') {
    wanted.set('retention.ms', String(spec.retentionMs));
    // Only closed segments are deleted, and the broker's own time for one is a week.
    if (spec.retentionMs > 0 && spec.retentionMs < DAY) wanted.set('segment.ms', String(spec.retentionMs));
  }
  return wanted;
}

async function create(connection: KafkaConnection, admin: Admin, specs: readonly TopicSpec[]): Promise<void> {
  const brokers = (await admin.describeCluster()).brokers.length;
  const replicationFactor = connection.settings.replicationFactor ?? Math.min(3, brokers);
  const topics = specs.map((spec) => ({
    topic: connection.name(spec.name),
    numPartitions: spec.partitions,
    replicationFactor,
    configEntries: [...wantedConfig(spec)].map(([name, value]) => ({ name, value })),
  }));
  try {
    // Not `waitForLeaders`: with many topics kafkajs gives up while the first are still unknown.
    await admin.createTopics({ topics, waitForLeaders: false });
  } catch (error) {
    // Another process may create the same topics at the same time; the check afterwards sees whose won.
    if (!alreadyExists(error)) {
      const names = topics.map(({ topic }) => topic).join(', ');
      throw toLogError(error, `creating ${names}`);
    }
  }
  await waitForLeaders(
    admin,
    topics.map(({ topic }) => topic),
  );
  // A broker may be named as the leader a moment before it knows.
  for (const spec of specs) await topicRanges(connection, spec.name);
}

function alreadyExists(error: unknown): boolean {
  const errors = (error as { errors?: unknown }).errors;
  const all: readonly unknown[] = Array.isArray(errors) ? errors : [error];
  return all.every((one) => protocolErrorType(one) === 'TOPIC_ALREADY_EXISTS');
}

async function waitForLeaders(admin: Admin, names: readonly string[]): Promise<void> {
  const deadline = performance.now() + LEADER_WAIT_MS;
  for (;;) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
      const led = topics.filter(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
      if (led.length === names.length) return;
    } catch (error) {
      const type = protocolErrorType(error);
      if (type !== 'UNKNOWN_TOPIC_OR_PARTITION' && type !== 'LEADER_NOT_AVAILABLE') throw error;
    }
    if (performance.now() > deadline) {
      const seconds = LEADER_WAIT_MS / 1000;
      throw new LogError(
        'unreachable',
        `no leaders after ${seconds} s for the new topics ${names.join(', ')}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function check(
  connection: KafkaConnection,
  name: string,
  spec: TopicSpec,
  partitions: number,
  config: ReadonlyMap<string, string>,
): void {
  const server = `--bootstrap-server ${connection.settings.brokers[0] ?? 'HOST:PORT'}`;
  if (partitions !== spec.partitions) {
    throw new LogError(
      'topic-mismatch',
      `topic ${name} has ${partitions} partitions, want ${spec.partitions}. Counts are fixed, as keys are joined by partition: ` +
        `configure ${partitions}, or use another prefix, or (its records are lost) kafka-topics.sh ${server} --delete --topic ${name}`,
    );
  }
  for (const key of ['cleanup.policy', 'message.timestamp.type']) {
    const [have, want] = [config.get(key) ?? 'unset', wantedConfig(spec).get(key) ?? ''];
    if (have !== want) {
      throw new LogError(
        'topic-mismatch',
        `topic ${name} has ${key}=${have}, want ${want}: kafka-configs.sh ${server} --alter --entity-type topics ` +
          `--entity-name ${name} --add-config ${key}=${want}`,
      );
    }
  }
}

/** A limit in bytes may be anybody's budget: it is not ours to lift, but it may take records away before their time. */
function warnOfSizeLimit(
  connection: KafkaConnection,
  name: string,
  spec: TopicSpec,
  config: ReadonlyMap<string, string>,
): void {
  const bytes = config.get('retention.bytes') ?? '-1';
  if (spec.cleanup !== 'delete' || bytes === '-1') return;
  const server = `--bootstrap-server ${connection.settings.brokers[0] ?? 'HOST:PORT'}`;
  connection.settings.logger.warn(
    { topic: name, retentionBytes: Number(bytes) },
    `topic ${name} keeps ${bytes} bytes a partition at most, so records may go before retention.ms and be missing to the join, ` +
      `to training or to a slow stage: kafka-configs.sh ${server} --alter --entity-type topics --entity-name ${name} ` +
      '--add-config retention.bytes=-1',
  );
}

async function raise(
  connection: KafkaConnection,
  admin: Admin,
  name: string,
  spec: TopicSpec,
  config: ReadonlyMap<string, string>,
): Promise<void> {
  const amount = (text: string | undefined): number => (text === '-1' ? Infinity : Number(text ?? 0));
  const changes = [...wantedConfig(spec)].filter(
    ([key, want]) =>
      ['max.message.bytes', 'retention.ms'].includes(key) && amount(config.get(key)) < amount(want),
  );
  if (changes.length === 0) return;
  connection.settings.logger.info(
    { topic: name, changes: Object.fromEntries(changes) },
    'raising topic limits',
  );
  try {
    await alter(admin, name, changes);
  } catch (error) {
    throw toLogError(error, `raising ${changes.map(([key]) => key).join(' and ')} of topic ${name}`);
  }
}

async function alter(
  admin: Admin,
  name: string,
  changes: readonly (readonly [string, string])[],
): Promise<void> {
  // The request replaces all of a topic's own settings: hand the others back as they are.
  const description = await admin.describeConfigs({
    resources: [{ type: ConfigResourceTypes.TOPIC, name }],
    includeSynonyms: false,
  });
  const own = (description.resources[0]?.configEntries ?? []).filter(
    (entry) => (entry.configSource as number) === TOPIC_CONFIG_SOURCE,
  );
  const merged = new Map([
    ...own.map(({ configName, configValue }) => [configName, configValue] as const),
    ...changes,
  ]);
  await admin.alterConfigs({
    validateOnly: false,
    resources: [
      {
        type: ConfigResourceTypes.TOPIC,
        name,
        configEntries: [...merged].map(([key, value]) => ({ name: key, value })),
      },
    ],
  });
}

/** In Kafka's protocol: a setting made for this very topic, not a default. */
const TOPIC_CONFIG_SOURCE = 1;
