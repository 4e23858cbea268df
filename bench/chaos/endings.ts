/**
 * What nobody can mend: input that is gone, or not what it was. Leeway must stop and say so, or record the gap; to go on as if
 * nothing had happened is the one ending that is wrong.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createKafkaLog } from '../../src/log/kafka/index.js';
import { Kafka, logLevel } from '../../src/log/kafka/kafkajs.js';
import { LogError } from '../../src/log/errors.js';
import type { EventLog, NewRecord } from '../../src/log/port.js';
import { groupOf } from '../../src/topology.js';
import { PARTITIONS } from './deployment.js';
import { Fleet } from './fleet.js';
import { FIRST_VERSION, makeLoad } from './load.js';
import type { Build, Member } from './member.js';
import { until } from './place.js';
import type { KafkaBroker } from './services.js';

export interface Ending {
  readonly harm: string;
  /**
   * `stopped`: it ended with an error that names the topic; `silent`: it went on and consumed what came afterwards; `stuck`:
   * neither.
   */
  readonly ending: 'stopped' | 'silent' | 'stuck';
  /** What it said. */
  readonly words: string;
}

export interface EndingsOptions {
  readonly kafka: KafkaBroker;
  readonly build: Build;
  readonly folder: string;
  readonly seed: number;
  readonly say: (words: string) => void;
}

type Admin = ReturnType<InstanceType<typeof Kafka>['admin']>;

interface Harm {
  readonly name: string;
  /** Done to a stopped deployment, or to a running one. */
  readonly running: boolean;
  readonly topic: string;
  readonly does: (admin: Admin, topic: string, group: string) => Promise<void>;
}

const TOPIC = 'predictions';
/** Neither a word nor a commit for so long: it hangs. */
const STUCK_MS = 180_000;

const HARMS: readonly Harm[] = [
  {
    name: 'offsets reset to the earliest',
    running: false,
    topic: TOPIC,
    does: (admin, topic, group) => moveOffsets(admin, topic, group, (first) => first),
  },
  {
    name: 'offsets reset to the latest, past unread records',
    running: false,
    topic: TOPIC,
    does: (admin, topic, group) => moveOffsets(admin, topic, group, (_, next) => next),
  },
  {
    name: 'unread records expired',
    running: false,
    topic: TOPIC,
    does: async (admin, topic) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({
        topic,
        partitions: offsets.map(({ partition, high }) => ({ partition, offset: high })),
      });
    },
  },
  { name: 'a topic recreated', running: false, topic: TOPIC, does: recreate },
  { name: 'a topic recreated under a running member', running: true, topic: TOPIC, does: recreate },
];

export async function runEndings(options: EndingsOptions): Promise<Ending[]> {
  const endings: Ending[] = [];
  for (const [i, harm] of HARMS.entries()) {
    const ending = await end(options, harm, `endings-${options.seed}-${i}.`);
    options.say(`${harm.name}: ${ending.ending}: ${ending.words}`);
    endings.push(ending);
  }
  return endings;
}

async function end(
  { kafka, build, folder, seed, say }: EndingsOptions,
  harm: Harm,
  prefix: string,
): Promise<Ending> {
  const load = makeLoad({ seed, days: 2, rowsADay: 100, partitions: PARTITIONS });
  const [half, most] = [Math.floor(load.records / 2), Math.floor(load.records * 0.8)];
  const fleet = new Fleet({
    engine: 'kafka',
    build,
    load,
    say,
    folder: join(folder, prefix),
    kafka: { address: kafka.address, prefix },
    influx: null,
  });
  const admin = new Kafka({ brokers: [kafka.address], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await fleet.start(1);
    fleet.aimAt(half);
    await until(fleet, `${half} records in the books`, () => fleet.progress.read >= half);
    const [slot] = fleet.slots;
    if (slot === undefined) throw new Error('there is no process to do harm to');
    slot.wanted = false;
    const group = prefix + groupOf('profiler');
    if (!harm.running) {
      await slot.member?.stop();
      // What is appended now is what the harm makes it miss.
      fleet.aimAt(most);
      await until(fleet, `${most} records fed`, () => fleet.progress.fed >= most);
      await harm.does(admin, prefix + harm.topic, group);
      fleet.revive(slot);
      slot.wanted = false;
    } else {
      await harm.does(admin, prefix + harm.topic, group);
      fleet.aimAt(most);
    }
    const log = createKafkaLog({ brokers: [kafka.address], clientId: 'chaos-harm', prefix });
    try {
      await appendAtLast(log, afterwards(harm.topic));
      const member = slot.member as Member;
      const goesOn = await consumesOn(member, admin, prefix + harm.topic, group);
      const words = member.stderr.split('\n').findLast((line) => line.startsWith('leeway: ')) ?? '';
      const clear = member.exit?.code === 1 && words.includes(harm.topic);
      return {
        harm: harm.name,
        ending: clear ? 'stopped' : goesOn ? 'silent' : 'stuck',
        words: words || member.lastWords(3),
      };
    } finally {
      await log.close();
    }
  } finally {
    await fleet.abandon();
    await admin.disconnect();
  }
}

/** A good record for every partition, appended when the harm is done: whoever consumes it has gone on. */
function afterwards(topic: string): NewRecord[] {
  const load = makeLoad({ seed: 0, days: 1, rowsADay: 20, partitions: PARTITIONS });
  return Array.from({ length: PARTITIONS }, (_, partition) => {
    const item = load.items.find(
      (one) => one.side === topic && one.partition === partition && one.fate === 'accepted',
    );
    if (item === undefined) throw new Error(`the load has no record for ${topic}[${partition}]`);
    return { topic, partition, key: item.key, value: Buffer.from(item.text(FIRST_VERSION)) };
  });
}

/** A topic that has just been made is not everywhere yet. */
async function appendAtLast(log: EventLog, records: readonly NewRecord[]): Promise<void> {
  for (;;) {
    try {
      await log.append(records);
      return;
    } catch (error) {
      const passing =
        error instanceof LogError && (error.code === 'topic-mismatch' || error.handling === 'retry');
      if (!passing) throw error;
      await pause(250);
    }
  }
}

/** Waits until the member has ended (false), or has committed all of the topic (true); false too when it does neither. */
async function consumesOn(member: Member, admin: Admin, topic: string, groupId: string): Promise<boolean> {
  const deadline = performance.now() + STUCK_MS;
  while (member.isAlive && performance.now() < deadline) {
    await pause(250);
    const [ends, [committed]] = [
      await admin.fetchTopicOffsets(topic),
      await admin.fetchOffsets({ groupId, topics: [topic] }),
    ];
    const reached = (partition: number): string | undefined =>
      committed?.partitions.find((one) => one.partition === partition)?.offset;
    if (ends.length > 0 && ends.every(({ partition, high }) => reached(partition) === high)) return true;
  }
  if (!member.isAlive) await member.ended;
  return false;
}

async function moveOffsets(
  admin: Admin,
  topic: string,
  groupId: string,
  where: (first: string, next: string) => string,
): Promise<void> {
  const offsets = await admin.fetchTopicOffsets(topic);
  await admin.setOffsets({
    groupId,
    topic,
    partitions: offsets.map(({ partition, low, high }) => ({ partition, offset: where(low, high) })),
  });
}

/** Deleted and made again with the same name, as somebody does who wants to clean up. */
async function recreate(admin: Admin, topic: string): Promise<void> {
  await admin.deleteTopics({ topics: [topic] });
  while ((await admin.listTopics()).includes(topic)) await pause(100);
  await admin.createTopics({
    topics: [
      {
        topic,
        numPartitions: PARTITIONS,
        configEntries: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
      },
    ],
    waitForLeaders: false,
  });
}
