/**
 * How many events a second go the whole way from the log to the metric store, on each engine, beside the floor that only
 * reads and parses the same records. Each leg is a process of its own on a backlog that was loaded before.
 *
 * `npm run bench -- path [--events 400000] [--rate 200] [--seed 1] [--partitions 4] [--only embedded|kafka] [--profile]`
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { deleteTopics, findBroker } from './path/broker.js';
import { printTop, topFunctions, type CpuProfile } from './path/cpu-profile.js';
import type { KafkaPlace, LegResult, LegTask } from './path/leg-task.js';
import { legName, runLeg } from './path/run-leg.js';
import { rateOf, table, type Row } from './path/table.js';

const root = new URL('../../', import.meta.url);
const folder = fileURLToPath(new URL('.cache/bench/', root));

const { values: flags } = parseArgs({
  options: {
    events: { type: 'string', default: '400000' },
    rate: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    partitions: { type: 'string', default: '4' },
    only: { type: 'string' },
    profile: { type: 'boolean', default: false },
  },
});
if (flags.only !== undefined && flags.only !== 'embedded' && flags.only !== 'kafka') {
  throw new RangeError(`--only is embedded or kafka, not ${flags.only}`);
}
const size = {
  // Each prediction has its outcome.
  events: 2 * Math.ceil(wholeNumber('events') / 2),
  rate: wholeNumber('rate'),
  seed: wholeNumber('seed'),
  partitions: wholeNumber('partitions'),
};

interface Engine {
  readonly load: LegResult;
  readonly floor: LegResult;
  readonly path: LegResult;
}

mkdirSync(folder, { recursive: true });
const embedded = flags.only === 'kafka' ? null : await measure(null);
const kafka = flags.only === 'embedded' ? 'left out: --only embedded' : await measureKafka();
report(embedded, kafka);

async function measure(place: KafkaPlace | null): Promise<Engine> {
  const data = mkdtempSync(join(folder, 'path-'));
  try {
    const leg = async (name: LegTask['leg']) => {
      const task: LegTask = { ...size, leg: name, data, kafka: place };
      console.error(`${legName(task)} ...`);
      return runLeg(task, flags.profile && name !== 'load' ? { folder, name: profileName(task) } : undefined);
    };
    return { load: await leg('load'), floor: await leg('floor'), path: await leg('path') };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** @returns the reason when there is no broker to measure with */
async function measureKafka(): Promise<Engine | string> {
  const broker = await findBroker();
  if ('missing' in broker) return `skipped, no Kafka: ${broker.missing}`;
  const place = { brokers: broker.address.split(','), prefix: `leeway-bench-${process.pid}-${Date.now()}.` };
  try {
    return await measure(place);
  } finally {
    await deleteTopics(place);
    await broker.stop();
  }
}

function report(embedded: Engine | null, kafka: Engine | string): void {
  const measured = [
    ...(embedded ? [['embedded', embedded] as const] : []),
    ...(typeof kafka === 'string' ? [] : [['kafka', kafka] as const]),
  ];
  const rows: Row[] = measured.flatMap(([name, { load, floor, path }]) => [
    { name: `${name}: loading the backlog`, result: load },
    { name: `${name}: floor, read and JSON.parse`, result: floor },
    { name: `${name}: the whole path`, result: path, floor },
  ]);
  if (flags.profile) for (const { kafka } of measured.map(([name]) => ({ kafka: name === 'kafka' ? PLACEHOLDER : null }))) printProfiles(kafka);
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  const versions = versionsOf(['kafkajs', 'lmdb', '@duckdb/node-api']);
  const bytes = measured[0]?.[1].load.bytes ?? 0;
  console.log(
    `\n${size.events.toLocaleString('en-US')} events, ${(bytes / size.events).toFixed(0)} bytes on average, ten features, ` +
      `3 models, ${size.partitions} partitions, ${size.rate} a second of event time, seed ${size.seed}`,
  );
  console.log(`${machine.cores} cores (${machine.cpu}), Node ${machine.node}, ${Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ')}\n`);
  console.log(table(rows));
  if (typeof kafka === 'string') console.log(`\nkafka: ${kafka}`);
  console.log(
    '\nSeconds run from the first batch to the last metric in the store (floors: to the last record); start-up is apart. ' +
      'CPU and memory are those of the whole process of a leg, without the broker.\n',
  );
  const ratio = (engine: Engine | null) => engine && rateOf(engine.path) / rateOf(engine.floor);
  console.log(
    JSON.stringify({
      bench: 'path',
      ...size,
      bytes,
      machine,
      versions,
      embedded,
      kafka,
      ratios: { embedded: ratio(embedded), kafka: typeof kafka === 'string' ? null : ratio(kafka) },
    }),
  );
}
