/**
 * A broker that dies again and again in the midst of commits: two members copy each record of a topic into two others, five
 * records a commit; at the end each must be there once. All that Leeway has in it is the log's adapter.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { namedStreams, uniform } from '../../producers/simulators/random.js';
import { silentLogger, type KafkaLogger } from '../../src/log/kafka/client-logger.js';
import { FOUND_LAST_COMMIT } from '../../src/log/kafka/commits-in-doubt.js';
import { createKafkaLog } from '../../src/log/kafka/index.js';
import { toOffset, type EventLog, type NewRecord, type Task, type TopicSpec } from '../../src/log/port.js';
import { SESSION_TIMEOUT_MS, TRANSACTION_TIMEOUT_MS } from './fleet.js';
import type { KafkaBroker } from './services.js';

export interface BrokerKillsOptions {
  readonly kafka: KafkaBroker;
  readonly kills: number;
  readonly seed: number;
  readonly say: (words: string) => void;
}

export interface BrokerKillsResult {
  readonly kills: number;
  readonly records: number;
  /** Copies of a record beyond the first, in words. */
  readonly doubled: readonly string[];
  readonly missing: number;
  /** How often a task found its last commit in the topics, as the broker had forgotten it. */
  readonly recovered: number;
  /** Members that ended by themselves, and why. */
  readonly ended: readonly string[];
}

const PARTITIONS = 4;
const COPIES = ['copy-1', 'copy-2'];
const RECORDS_A_COMMIT = 5;
const FEED_EVERY_MS = 15;

export async function runBrokerKills(options: BrokerKillsOptions): Promise<BrokerKillsResult> {
  const { kafka, kills, seed, say } = options;
  let recovered = 0;
  const telling: KafkaLogger = {
    ...silentLogger,
    warn(_facts, words) {
      if (words === FOUND_LAST_COMMIT) say(`${words} (${++recovered})`);
    },
  };
  const open = (clientId: string): EventLog =>
    createKafkaLog({
      brokers: [kafka.address],
      clientId,
      prefix: `broker-kills-${seed}.`,
      logger: telling,
      sessionTimeoutMs: SESSION_TIMEOUT_MS,
      transactionTimeoutMs: TRANSACTION_TIMEOUT_MS,
    });
  const logs = [open('feeder'), open('member-1'), open('member-2'), open('reader')] as const;
  const [feeder, one, two, reader] = logs;
  await feeder.ensureTopics(['in', ...COPIES].map(spec));
  const ended: string[] = [];
  const members = await Promise.all([one, two].map((log) => copier(log, ended)));
  const stopping = new AbortController();
  const fed = feed(feeder, stopping.signal);
  const random = namedStreams(seed)('broker-kills');
  for (let kill = 1; kill <= kills; kill++) {
    await pause(uniform(random, 1_500, 4_000));
    await kafka.kill();
    await pause(uniform(random, 0, 1_500));
    await kafka.start();
    say(`the broker was killed ${kill} of ${kills} times`);
  }
  stopping.abort();
  await fed;
  const wanted = await untilCopied(reader, ended, say);
  const result = { kills, ended, recovered, ...(await compare(reader, wanted)) };
  await Promise.allSettled(members.map((member) => member.close()));
  await Promise.allSettled(logs.map((log) => log.close()));
  return result;
}

function spec(name: string): TopicSpec {
  return { name, partitions: PARTITIONS, cleanup: 'delete', retentionMs: -1, maxRecordBytes: 262_144 };
}

function copier(log: EventLog, ended: string[]) {
  return log.subscribe({
    group: 'copier',
    topics: ['in'],
    produces: COPIES,
    maxBatchRecords: RECORDS_A_COMMIT,
    open: async (task: Task) => ({
      positions: task.committed,
      process: async (records) => {
        const last = records.at(-1);
        if (last === undefined) return;
        const produced = records.flatMap(({ offset }) =>
          COPIES.map((topic) => recordTo(topic, task.partition, String(offset))),
        );
        await task.commit({ consumed: { in: toOffset(last.offset + 1) }, produced });
      },
      close: async () => undefined,
    }),
    onFatal: (error) => ended.push(error.message),
  });
}

function recordTo(topic: string, partition: number, text: string): NewRecord {
  return { topic, key: null, partition, value: Buffer.from(text) };
}

/** As much as comes through; what the dead broker did not take is not missed. */
async function feed(log: EventLog, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const records = Array.from({ length: 2 * PARTITIONS }, (_, i) => recordTo('in', i % PARTITIONS, 'x'));
    await log.append(records).catch(() => undefined);
    await pause(FEED_EVERY_MS);
  }
}

/** How many records each partition of the input has, once as many different ones are copied. */
async function untilCopied(
  log: EventLog,
  ended: readonly string[],
  say: (words: string) => void,
): Promise<number[]> {
  for (;;) {
    const [wanted, copied] = [await valuesOf(log, 'in'), await valuesOf(log, COPIES[0] as string)];
    const missing = wanted.map((own, i) => own.length - new Set(copied[i]).size);
    const left = missing.reduce((sum, n) => sum + n, 0);
    if (left === 0 || ended.length > 1) return wanted.map((own) => own.length);
    say(`${left} records are still to be copied`);
    await pause(3_000);
  }
}

/** Values by partition, in the order of their offsets. */
async function valuesOf(log: EventLog, topic: string): Promise<string[][]> {
  const found: string[][] = [];
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const own: string[] = [];
    const { first, next } = await log.range(topic, partition);
    await log.read(topic, partition, first, next, (records) => {
      for (const { value } of records) own.push(String(value));
    });
    found.push(own);
  }
  return found;
}

async function compare(log: EventLog, wanted: readonly number[]) {
  const doubled: string[] = [];
  let [missing, records] = [0, 0];
  for (const topic of COPIES) {
    for (const [partition, own] of (await valuesOf(log, topic)).entries()) {
      const seen = new Set<string>();
      for (const value of own) {
        if (seen.has(value)) doubled.push(`${topic}[${partition}]: record ${value}`);
        seen.add(value);
      }
      records += seen.size;
      missing += (wanted[partition] ?? 0) - seen.size;
    }
  }
  return { doubled, missing, records };
}
