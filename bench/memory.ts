/**
 * Is memory flat over a long run at full rate, and the disk with it? All stages in one process, fed over HTTP; after each
 * stretch of events everything is decided, garbage is collected, and what the process holds is written down.
 *
 * `npm run bench -- memory [--events 1000000] [--stretches 40] [--rate 20] [--only embedded|kafka] [--seed 1] [--write]`
 *
 * `--rate` is in events a second of event time. The horizon is an hour and topics keep three stretches (on Kafka a minute), so
 * that both are reached many times over in a run of minutes. `--write` renews docs/performance.md.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { markdownTable } from './detectors/markdown-table.js';
import { growthOf, type Growth } from './memory/flatness.js';
import { runMemory, type Held } from './memory/run.js';
import { deleteTopics, findBroker } from './path/broker.js';
import { writePart } from './performance/document.js';
import { mebibytes, whole } from './performance/figures.js';
import { machine, machineLine } from './performance/machine.js';
import { wholeNumber } from './performance/whole-number.js';

const PARTITIONS = 4;
/** Of the stretches so many stand in the table. */
const SHOWN = 10;
/** From the second quarter of the run to its last one; noise of the collector is a few per cent. */
const FLAT = 0.1;

const { values: flags } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    stretches: { type: 'string', default: '40' },
    rate: { type: 'string', default: '20' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
if (flags.only !== undefined && flags.only !== 'embedded' && flags.only !== 'kafka') {
  throw new RangeError(`--only is embedded or kafka, not ${flags.only}`);
}
const stretches = wholeNumber('stretches', flags.stretches);
if (stretches < 8) throw new RangeError('--stretches takes whole numbers from 8: quarters are compared');
const size = {
  events: wholeNumber('events', flags.events),
  stretches,
  rate: wholeNumber('rate', flags.rate),
  seed: wholeNumber('seed', flags.seed),
  partitions: PARTITIONS,
};
const folder = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));
mkdirSync(folder, { recursive: true });

const runs: { readonly engine: string; readonly held: readonly Held[] }[] = [];
const notes: string[] = [];
const progress = (engine: string) => (done: number) =>
  console.error(`${engine}: stretch ${done} of ${stretches} ...`);
if (flags.only !== 'kafka')
  runs.push({ engine: 'embedded', held: await runMemory(size, null, folder, progress('embedded')) });
if (flags.only !== 'embedded') await onKafka();
const flat = report();
process.exitCode = flat ? 0 : 1;

async function onKafka(): Promise<void> {
  const broker = await findBroker();
  if ('missing' in broker) {
    notes.push(`Kafka was left out: ${broker.missing}.`);
    return;
  }
  const kafka = { brokers: broker.address.split(','), prefix: `leeway-bench-${process.pid}.` };
  try {
    runs.push({ engine: 'kafka', held: await runMemory(size, kafka, folder, progress('kafka')) });
  } finally {
    await deleteTopics(kafka);
    await broker.stop();
  }
}

function report(): boolean {
  const curve = markdownTable(
    ['engine', 'events so far', 'heap MiB', 'buffers MiB', 'resident MiB', 'records kept', 'disk MiB'],
    runs.flatMap(({ engine, held }) =>
      held
        .filter((_, i) => (i + 1) % Math.ceil(stretches / SHOWN) === 0)
        .map(({ events, heap, buffers, resident, records, disk }, i) => [
          i === 0 ? engine : '',
          whole(events),
          mebibytes(heap),
          mebibytes(buffers),
          mebibytes(resident),
          whole(records),
          mebibytes(disk),
        ]),
    ),
  );
  const growths = runs.flatMap(({ engine, held }) =>
    (
      [
        ['heap and buffers', ({ heap, buffers }: Held) => heap + buffers],
        ['resident', ({ resident }: Held) => resident],
        // The broker deletes by its own clock: what it keeps depends on how fast the machine is.
        ...(engine === 'embedded' ? ([['records kept', ({ records }: Held) => records]] as const) : []),
        ['disk', ({ disk }: Held) => disk],
      ] as const
    ).map(([name, of]) => ({ engine, name, growth: growthOf(held.map(of)) })),
  );
  const verdicts = markdownTable(
    ['engine', 'what', 'second quarter', 'last quarter', 'growth', ''],
    growths.map(({ engine, name, growth }) => [
      engine,
      name,
      shown(name, growth.before),
      shown(name, growth.after),
      `${(100 * growth.share).toFixed(1)}%`,
      isFlat(growth) ? 'flat' : '**grows**',
    ]),
  );
  const hours = Math.round(size.events / size.rate / 3_600);
  const text = `${whole(size.events)} events of ten features and three models over ${hours} hours of event time, ${size.partitions} \
partitions, all stages in one process, sent over HTTP as fast as they are taken; a horizon of one hour, topics that keep \
three stretches (Kafka: a minute). After each of ${stretches} stretches: everything decided and written, garbage collected. ${machineLine(machine())}.

${curve}

${verdicts}

_Heap and buffers_: what the process holds after a full collection. _Resident_ has the pages of the mapped log in it, which the \
system takes back when it needs them, and what the collector has not given back. _Disk_: the data folder; on Kafka without the \
broker's, of which _records kept_ tells. Quarters are compared by their medians; flat is at most ${100 * FLAT}% more.\
${notes.map((note) => `\n\n${note}`).join('')}`;
  console.log(`\n${text}\n`);
  console.log(JSON.stringify({ bench: 'memory', ...size, machine: machine(), runs, notes }));
  if (flags.write) writePart('memory', text);
  return growths.every(({ growth }) => isFlat(growth));
}

function isFlat({ share }: Growth): boolean {
  return share <= FLAT;
}

function shown(name: string, value: number): string {
  return name === 'records kept' ? whole(value) : `${mebibytes(value)} MiB`;
}
