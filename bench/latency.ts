/**
 * How long a record takes from its append to the provisional totals that a WebSocket client sees, and a pane from its end
 * to its values there, at steady rates through HTTP with every stage on.
 *
 * `npm run bench -- latency [--rates 1000,20000,50000] [--seconds 20] [--only embedded|kafka] [--seed 1] [--write]`
 *
 * The log writes each record's time of append; the client is another process on the same machine, so the clock is the same.
 * `--write` renews docs/performance.md.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { markdownTable } from './detectors/markdown-table.js';
import { hasKcat } from './burst/kcat.js';
import { runLatency, type LatencyRun, type Spread } from './latency/run.js';
import { deleteTopics, findBroker } from './path/broker.js';
import { writePart } from './performance/document.js';
import { mebibytes, short, whole } from './performance/figures.js';
import { machine, machineLine } from './performance/machine.js';
import { wholeNumber, wholeNumbers } from './performance/whole-number.js';

const PANE = 5_000;
const GRACE = 1_000;
const PARTITIONS = 4;
const CONNECTIONS = 64;
/** The rate of the goal, and the goal in ms. */
const GOAL = { rate: 20_000, p99: 1_000 };
/** A run at less than this share of its rate says nothing about it: the last answers take their time, no more. */
const CARRIED = 0.98;

const { values: flags } = parseArgs({
  options: {
    rates: { type: 'string', default: '1000,20000,50000' },
    seconds: { type: 'string', default: '20' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
if (flags.only !== undefined && flags.only !== 'embedded' && flags.only !== 'kafka') {
  throw new RangeError(`--only is embedded or kafka, not ${flags.only}`);
}
const rates = wholeNumbers('rates', flags.rates);
const seconds = wholeNumber('seconds', flags.seconds);
const size = {
  seconds,
  warmUp: seconds / 4,
  connections: CONNECTIONS,
  seed: wholeNumber('seed', flags.seed),
  partitions: PARTITIONS,
  pane: PANE,
  grace: GRACE,
};
const folder = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));
mkdirSync(folder, { recursive: true });

interface Measured {
  readonly engine: 'embedded' | 'kafka' | 'kafka, kcat';
  readonly rate: number;
  readonly run: LatencyRun;
}
const measured: Measured[] = [];
const notes: string[] = [];
if (flags.only !== 'kafka') {
  for (const rate of rates) {
    console.error(`embedded, ${whole(rate)}/s ...`);
    const run = await runLatency({ ...size, rate, straight: false }, null, folder);
    measured.push({ engine: 'embedded', rate, run });
  }
}
if (flags.only !== 'embedded') await onKafka();
report();

async function onKafka(): Promise<void> {
  const broker = await findBroker();
  if ('missing' in broker) {
    notes.push(`Kafka was left out: ${broker.missing}.`);
    return;
  }
  try {
    const straight = hasKcat();
    if (!straight) notes.push('kcat is not installed, so no events went straight to Kafka.');
    for (const engine of straight ? (['kafka, kcat', 'kafka'] as const) : (['kafka'] as const)) {
      for (const rate of rates) {
        console.error(`${engine}, ${whole(rate)}/s ...`);
        const kafka = {
          brokers: broker.address.split(','),
          prefix: `leeway-bench-${process.pid}-${engine === 'kafka' ? '' : 'kcat-'}${rate}.`,
        };
        try {
          const run = await runLatency({ ...size, rate, straight: engine !== 'kafka' }, kafka, folder);
          measured.push({ engine, rate, run });
        } finally {
          await deleteTopics(kafka);
        }
      }
    }
  } finally {
    await broker.stop();
  }
}

function report(): void {
  const table = markdownTable(
    [
      'engine, events/s asked',
      'carried',
      'append to provisional p50 ms',
      'p99',
      'most',
      'pane end to values p50 ms',
      'p99',
      'most',
      'CPU cores',
      'peak MiB',
      'sender behind ms',
      'told to wait',
    ],
    measured.map(({ engine, rate, run }) => [
      `${engine}, ${whole(rate)}`,
      whole(run.sent.accepted / run.sent.seconds),
      ...cells(run.shown),
      ...(run.verdict ? cells(run.verdict) : ['none', '', '']),
      short(run.use.cpuSeconds / run.sent.seconds),
      mebibytes(run.use.peakBytes),
      short(run.sent.behindMs),
      whole(run.sent.toldToWait),
    ]),
  );
  const goals = measured
    .filter(({ engine, rate }) => engine !== 'kafka' && rate === GOAL.rate)
    .map(
      ({ run: { shown, sent } }) =>
        shown.p99 < GOAL.p99 && sent.accepted / sent.seconds >= CARRIED * GOAL.rate,
    );
  const text = `All stages in one process, ${PARTITIONS} partitions, every 10 ms NDJSON through HTTP, or (kcat) records straight into the topics, for ${seconds} s (the first \
${size.warmUp} not counted), panes of ${PANE / 1000} s with a grace of ${GRACE / 1000} s. ${machineLine(machine())}.

${table}

_Append to provisional_: from the k-th record's append (the log's own time) to the first provisional totals on the WebSocket \
that have at least k records in them, over all models and partitions; they come every 250 ms. _Pane end to values_: from the end of a pane in event time to its metrics \
on the WebSocket; the grace of ${GRACE} ms is part of it, and so is the time from an event to its append. _Carried_: events a second that were answered as written. _Sender behind_: how much later than \
planned requests left, 99th percentile; events that were told to wait (429) are left out.\
${goals.length > 0 ? `\n\nThe goal is a p99 under a second at ${whole(GOAL.rate)}/s: ${goals.every(Boolean) ? 'reached' : 'NOT reached'}.` : ''}\
${notes.map((note) => `\n\n${note}`).join('')}`;
  console.log(`\n${text}\n`);
  console.log(JSON.stringify({ bench: 'latency', ...size, machine: machine(), measured, notes }));
  if (flags.write) writePart('latency', text);
}

function cells({ p50, p99, most }: Spread): string[] {
  return [p50, p99, most].map(whole);
}
