/**
 * How many events a second go the whole way from the log to the metric store, on each engine, beside the floor that only
 * reads and parses the same records. Each leg is a process of its own on a backlog that was loaded before.
 *
 * `npm run bench -- path [--events 400000] [--rate 200] [--seed 1] [--partitions 4] [--only embedded|kafka] [--profile]
 * [--write]`
 *
 * `--rate` is in events a second of event time. `--profile` says where each leg's time went, and costs some of it. `--write`
 * renews docs/performance.md.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, measureKafka, type EngineResult, type Size } from './path/engines.js';
import { rateOf, table, type Row } from './path/table.js';
import { MODELS } from './path/workload.js';
import { writePart } from './performance/document.js';
import { machine, machineLine } from './performance/machine.js';

const root = new URL('../../', import.meta.url);

const { values: flags } = parseArgs({
  options: {
    events: { type: 'string', default: '400000' },
    rate: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    partitions: { type: 'string', default: '4' },
    only: { type: 'string' },
    profile: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
if (flags.write && flags.profile) throw new RangeError('--write is not for a profiled run: it costs some');
if (flags.only !== undefined && flags.only !== 'embedded' && flags.only !== 'kafka') {
  throw new RangeError(`--only is embedded or kafka, not ${flags.only}`);
}
const size: Size = {
  // Each prediction has its outcome.
  events: 2 * Math.ceil(wholeNumber('events') / 2),
  rate: wholeNumber('rate'),
  seed: wholeNumber('seed'),
  partitions: wholeNumber('partitions'),
};
const folder = fileURLToPath(new URL('.cache/bench/', root));
mkdirSync(folder, { recursive: true });
const options = { size, folder, profile: flags.profile };
const leftOut = { skipped: `left out: --only ${flags.only}` };

const embedded = flags.only === 'kafka' ? leftOut : await measure(options, null);
const kafka = flags.only === 'embedded' ? leftOut : await measureKafka(options);
report({ embedded, kafka });

function report(engines: Readonly<Record<string, EngineResult | { readonly skipped: string }>>): void {
  const rows: Row[] = [];
  const notes: string[] = [];
  const ratios: Record<string, number> = {};
  let bytes = 0;
  for (const [name, engine] of Object.entries(engines)) {
    if ('skipped' in engine) {
      notes.push(`${name}: ${engine.skipped}`);
      continue;
    }
    const { load, floor, path } = engine;
    bytes = load.bytes ?? 0;
    ratios[name] = rateOf(path) / rateOf(floor);
    rows.push(
      { name: `${name}: loading the backlog`, result: load },
      { name: `${name}: floor, read and JSON.parse`, result: floor },
      { name: `${name}: the whole path`, result: path, floor },
    );
  }
  const versions = versionsOf(['kafkajs', 'lmdb', '@duckdb/node-api']);
  const libraries = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const text = `\
${size.events.toLocaleString('en-US')} events of ${Math.round(bytes / size.events)} bytes on average, ${MODELS.length} models, \
ten features, ${size.partitions} partitions, ${size.rate} a second of event time, seed ${size.seed}. ${machineLine(machine())}, ${libraries.join(', ')}.

${table(rows)}
${notes.map((note) => `\n${note}\n`).join('')}
Seconds run from the first batch to the last metric in the store (floors: to the last record); start-up is apart.
CPU and memory are those of the leg's whole process, without the broker.`;
  console.log(`\n${text}\n`);
  if (flags.write) writePart('path', text);
  console.log(
    JSON.stringify({ bench: 'path', ...size, bytes, machine: machine(), versions, ...engines, ratios }),
  );
}

function wholeNumber(name: 'events' | 'rate' | 'seed' | 'partitions'): number {
  const number = Number(flags[name]);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new RangeError(`--${name} must be a whole number from 1, not ${flags[name]}`);
  }
  return number;
}

/** As package.json pins them. */
function versionsOf(names: readonly string[]): Record<string, string> {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return Object.fromEntries(names.map((name) => [name, dependencies[name] ?? 'unknown']));
}
