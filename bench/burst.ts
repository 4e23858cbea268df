/**
 * A burst from 1,000 to 100,000 events a second: is anything lost, does the lag drain, do panes close in their order, does the
 * page go on? All stages in one process; afterwards another one reads the same records at leisure, and every closed pane of
 * both must be the same, bit for bit.
 *
 * `npm run bench -- burst [--calm 5] [--burst 10] [--rate 100000] [--only embedded|kafka] [--seed 1] [--write]`
 *
 * `--calm` and `--burst` are in seconds. The load is made beforehand; on Kafka the burst is sent by kcat where it is
 * installed, elsewhere through HTTP like the rest. `--write` renews docs/performance.md. Ends with 1 where something is wrong.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hasKcat } from './burst/kcat.js';
import { runBurst, type BurstRun } from './burst/run.js';
import { markdownTable } from './detectors/markdown-table.js';
import { deleteTopics, findBroker } from './path/broker.js';
import { writePart } from './performance/document.js';
import { short, whole } from './performance/figures.js';
import { machine, machineLine } from './performance/machine.js';
import { wholeNumber } from './performance/whole-number.js';

const CALM_RATE = 1_000;
const PARTITIONS = 4;
/** So many requests on their way hold more events than ingestion takes at once: it has to say so. */
const CONNECTIONS = 128;

const { values: flags } = parseArgs({
  options: {
    calm: { type: 'string', default: '5' },
    burst: { type: 'string', default: '10' },
    rate: { type: 'string', default: '100000' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
if (flags.only !== undefined && flags.only !== 'embedded' && flags.only !== 'kafka') {
  throw new RangeError(`--only is embedded or kafka, not ${flags.only}`);
}
const calm = wholeNumber('calm', flags.calm);
const rate = wholeNumber('rate', flags.rate);
const size = {
  phases: [
    { name: 'calm', events: calm * CALM_RATE, rate: CALM_RATE },
    { name: 'burst', events: wholeNumber('burst', flags.burst) * rate, rate },
    { name: 'calm again', events: calm * CALM_RATE, rate: CALM_RATE },
  ],
  connections: CONNECTIONS,
  partitions: PARTITIONS,
  seed: wholeNumber('seed', flags.seed),
} as const;
const folder = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));
mkdirSync(folder, { recursive: true });

const runs: { readonly engine: string; readonly run: BurstRun }[] = [];
const notes: string[] = [];
if (flags.only !== 'kafka') {
  console.error('embedded ...');
  runs.push({ engine: 'embedded, HTTP', run: await runBurst({ ...size, straight: false }, null, folder) });
}
if (flags.only !== 'embedded') await onKafka();
report();
process.exitCode = runs.every(({ run }) => run.compared.wrong.length === 0 && isWhole(run)) ? 0 : 1;

async function onKafka(): Promise<void> {
  const broker = await findBroker();
  if ('missing' in broker) {
    notes.push(`Kafka was left out: ${broker.missing}.`);
    return;
  }
  const kafka = { brokers: broker.address.split(','), prefix: `leeway-bench-${process.pid}.` };
  const straight = hasKcat();
  if (!straight) notes.push('kcat is not installed, so the burst on Kafka went through HTTP.');
  console.error('kafka ...');
  try {
    runs.push({
      engine: straight ? 'kafka, kcat' : 'kafka, HTTP',
      run: await runBurst({ ...size, straight }, kafka, folder),
    });
  } finally {
    await deleteTopics(kafka);
    await broker.stop();
  }
}

/** As many as were sent are in the books, each of them accepted. */
function isWhole({ events, compared }: BurstRun): boolean {
  return compared.read === events && compared.accepted === events;
}

function report(): void {
  const table = markdownTable(
    [
      'engine',
      'events',
      'burst carried/s',
      'told to wait',
      'most lag',
      'drained after s',
      'page p50 ms',
      'p99',
      'in the books',
      'panes, all the same',
    ],
    runs.map(({ engine, run }) => {
      const burst = run.phases.find(({ name }) => name === 'burst');
      return [
        engine,
        whole(run.events),
        whole((burst?.events ?? 0) / (burst?.seconds ?? 1)),
        whole(run.phases.reduce((sum, { toldToWait }) => sum + toldToWait, 0)),
        whole(run.mostLag),
        short(run.drainedSeconds),
        short(run.pageMs.p50),
        short(run.pageMs.p99),
        isWhole(run) ? whole(run.compared.accepted) : `**${whole(run.compared.accepted)}**`,
        run.compared.wrong.length === 0 ? whole(run.compared.panes) : '**no**',
      ];
    }),
  );
  const wrong = runs.flatMap(({ engine, run }) => run.compared.wrong.map((words) => `${engine}: ${words}`));
  const text = `${calm} s at ${whole(CALM_RATE)} events/s, ${flags.burst} s at ${whole(rate)}/s, ${calm} s at ${whole(CALM_RATE)}/s again; \
all stages in one process, ${PARTITIONS} partitions. ${machineLine(machine())}.

${table}

_Burst carried_: events a second until the last of the burst was in the log; _told to wait_: requests that were answered 429 and \
sent again. _Drained_: from then until everything of the burst was in the metrics. The page is asked every quarter of a second, \
also during the burst. _Panes_: closed in the order of event time, each the same, bit for bit, as where the same records are \
read at leisure.${[...notes, ...wrong].map((words) => `\n\n${words}`).join('')}`;
  console.log(`\n${text}\n`);
  console.log(JSON.stringify({ bench: 'burst', ...size, machine: machine(), runs, notes }));
  if (flags.write) writePart('burst', text);
}
