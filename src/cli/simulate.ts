import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { LeewayClient } from '../../producers/client/index.js';
import { simulate, type GroundTruth, type SimulatedEvent } from '../../producers/simulators/index.js';
import type { Config } from '../config/schema.js';
import { parseTime } from '../events/time.js';
import { createKafkaLog } from '../log/kafka/index.js';
import type { EventLog, NewRecord } from '../log/port.js';
import { topicSpecs } from '../topology.js';
import { securityOf } from './adapters.js';
import { decisionsInLog, decisionsOfServer } from './decisions-heard.js';
import { numberFlag } from './number-flag.js';
import { readConfig, type ConfigFlags } from './settings.js';
import { StoryPace, type Decisions } from './story-pace.js';

export interface SimulateFlags extends ConfigFlags {
  readonly variant?: string;
  readonly seed: string;
  readonly scale: string;
  readonly truth?: string;
  readonly out?: string;
  readonly url: string;
  /** False: as fast as it is taken. */
  readonly wait: boolean;
}

const RECORDS_AN_APPEND = 2000;

/** `leeway simulate`: sends a story to a running Leeway (HTTP, or Kafka with `--kafka`), or writes it to a file. */
export async function simulateCommand(story: string, flags: SimulateFlags): Promise<number> {
  const simulation = simulate(story, {
    ...(flags.variant !== undefined && { variant: flags.variant }),
    seed: Number(flags.seed),
    scale: numberFlag('--scale', flags.scale, 'a number above 0', (n) => n > 0),
  });
  const { truth } = simulation;
  const truthFile = flags.truth ?? `${truth.name}-${truth.variant}-${truth.seed}.truth.json`;
  await writeFile(truthFile, `${JSON.stringify(truth, null, 2)}\n`);
  const say = (text: string) => process.stderr.write(`${text}\n`);
  say(`The ground truth is in ${truthFile}:`);
  for (const change of truth.changes)
    say(`  ${change.at.slice(0, 10)}  ${change.kind}: ${change.description}`);
  const count = new Counter(say);
  if (flags.out !== undefined) await toFile(simulation.events, flags.out, count);
  else if (flags.kafka !== undefined) await toKafka(simulation.events, flags, truth, count);
  else await toServer(simulation.events, flags, truth, count);
  count.done();
  return 0;
}

/** Null where the story is told as fast as it is taken: nobody listens then. */
async function paceOf(
  open: () => Promise<Decisions>,
  { loopLead, idleAfter }: Config,
  flags: SimulateFlags,
  { start }: GroundTruth,
  count: Counter,
): Promise<StoryPace | null> {
  if (!flags.wait) return null;
  return new StoryPace({
    decisions: await open(),
    begin: Date.parse(start),
    lead: loopLead,
    patience: { decisions: PATIENCE_MS, answers: (2 * idleAfter) / 3 },
    clock: Date.now,
    onImpatience: (words) => count.say(`  ${words}`),
  });
}

const PATIENCE_MS = 3_000;

/** Of an event that a story tells. */
function timeOf({ time }: SimulatedEvent['event']): number {
  return parseTime(time) as number;
}

async function toServer(
  events: Iterable<SimulatedEvent>,
  flags: SimulateFlags,
  truth: GroundTruth,
  count: Counter,
): Promise<void> {
  const { url } = flags;
  const pace = await paceOf(
    async () => decisionsOfServer(url, truth.model),
    readConfig(flags),
    flags,
    truth,
    count,
  );
  let refused = 0;
  const client = new LeewayClient({
    url,
    giveUpAfterMs: 60_000,
    onRefused: ({ message }) => void (refused++ || process.stderr.write(`refused: ${message}\n`)),
  });
  for (const event of events) {
    await pace?.until(timeOf(event.event), () => client.flush());
    if (event.kind === 'prediction') await client.predict(event.event);
    else if (event.kind === 'outcome') await client.outcome(event.event);
    count.one();
  }
  await client.close();
  if (refused > 0) throw new Error(`${refused} events were refused by ${url}`);
}

/** Straight into the log, with the end markers that close the last panes. */
async function toKafka(
  events: Iterable<SimulatedEvent>,
  flags: SimulateFlags,
  truth: GroundTruth,
  count: Counter,
): Promise<void> {
  const config = readConfig(flags);
  const kafka = config.kafka as NonNullable<typeof config.kafka>;
  const log: EventLog = createKafkaLog({
    brokers: kafka.brokers,
    clientId: 'leeway-simulate',
    ...(kafka.prefix !== undefined && { prefix: kafka.prefix }),
    ...securityOf(kafka),
  });
  let pace: StoryPace | null = null;
  try {
    await log.ensureTopics(topicSpecs(config.partitions, config));
    pace = await paceOf(() => decisionsInLog(log, truth.model), config, flags, truth, count);
    let batch: NewRecord[] = [];
    const flush = async () => {
      if (batch.length > 0) await log.append(batch);
      batch = [];
    };
    for (const { kind, event } of events) {
      await pace?.until(timeOf(event), flush);
      const value = Buffer.from(JSON.stringify(event));
      if (kind === 'end') {
        for (const topic of ['predictions', 'outcomes']) {
          for (let partition = 0; partition < config.partitions; partition++)
            batch.push({ topic, partition, key: null, value });
        }
      } else batch.push({ topic: kind === 'prediction' ? 'predictions' : 'outcomes', key: event.id, value });
      if (batch.length >= RECORDS_AN_APPEND) await flush();
      count.one();
    }
    await flush();
    process.stderr.write(`Sent to Kafka as model ${truth.model}.\n`);
  } finally {
    await pace?.close();
    await log.close();
  }
}

async function toFile(events: Iterable<SimulatedEvent>, path: string, count: Counter): Promise<void> {
  const out: Writable = path === '-' ? process.stdout : createWriteStream(path);
  for (const { kind, event } of events) {
    const topic = kind === 'outcome' ? 'outcomes' : 'predictions';
    const lines =
      kind === 'end' ? ['predictions', 'outcomes'].map((t) => ({ topic: t, event })) : [{ topic, event }];
    for (const line of lines) if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
    count.one();
  }
  if (out !== process.stdout) {
    out.end();
    await once(out, 'finish');
  }
}

/** Progress on standard error, every second or so. */
class Counter {
  readonly say: (text: string) => void;
  #n = 0;
  #at = Date.now();

  constructor(say: (text: string) => void) {
    this.say = say;
  }

  one(): void {
    if (++this.#n % 1000 !== 0 || Date.now() - this.#at < 1000) return;
    this.#at = Date.now();
    this.say(`  ${this.#n.toLocaleString('en-US')} events`);
  }

  done(): void {
    this.say(`  ${this.#n.toLocaleString('en-US')} events. Done.`);
  }
}
