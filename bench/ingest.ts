/**
 * How many events a second HTTP ingestion takes, durable when it answers, beside bare `node:http` that only parses.
 * NDJSON, many connections; the load is made beforehand and sent by a process of its own; both servers take turns.
 *
 * `npm run bench -- ingest [--events 400000] [--connections 16] [--batch 500] [--rounds 3] [--seed 1] [--profile] [--write]`
 *
 * `--profile` says where Leeway's time went, and costs some of it. `--write` renews docs/performance.md.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { markdownTable } from './detectors/markdown-table.js';
import { runIngest, type IngestRun } from './ingest/run.js';
import { printTop, topFunctions, type CpuProfile } from './path/cpu-profile.js';
import { writePart } from './performance/document.js';
import { mebibytes, median, short, whole } from './performance/figures.js';
import { machine, machineLine } from './performance/machine.js';
import { wholeNumber } from './performance/whole-number.js';

const GOAL = 50_000;
const TOP = 40;
const PARTITIONS = 4;

const { values: flags } = parseArgs({
  options: {
    events: { type: 'string', default: '400000' },
    connections: { type: 'string', default: '16' },
    batch: { type: 'string', default: '500' },
    rounds: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    profile: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const events = wholeNumber('events', flags.events);
const load = {
  events,
  warmUp: Math.ceil(events / 4),
  connections: wholeNumber('connections', flags.connections),
  batch: wholeNumber('batch', flags.batch),
  seed: wholeNumber('seed', flags.seed),
  partitions: PARTITIONS,
};
const rounds = wholeNumber('rounds', flags.rounds);
const folder = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));
mkdirSync(folder, { recursive: true });
const profile = flags.profile ? join(folder, 'ingest.cpuprofile') : null;

const runs: Record<'bare' | 'leeway', IngestRun[]> = { bare: [], leeway: [] };
for (let round = 1; round <= rounds; round++) {
  for (const server of ['bare', 'leeway'] as const) {
    console.error(`round ${round} of ${rounds}: ${server} ...`);
    const wanted = server === 'leeway' && round === rounds ? profile : null;
    runs[server].push(await runIngest(server, { ...load, profile: wanted }, folder));
  }
}
const [bare, leeway] = [summary(runs.bare), summary(runs.leeway)];
const table = markdownTable(
  ['', 'events/s', 'of bare', 'CPU µs an event', 'answer p50 ms', 'p99 ms', 'peak MiB'],
  [
    row('`node:http` and JSON.parse, nothing kept', bare),
    row('Leeway: checked, in the log, on disk', leeway),
  ],
);
const bytes = Math.round((runs.leeway[0]?.bytes ?? 0) / (load.events + load.warmUp));
const text = `${whole(load.events)} events of ${bytes} bytes, ${load.batch} a request, ${load.connections} connections, \
${PARTITIONS} partitions; medians of ${rounds} rounds. ${machineLine(machine())}; the sender took \
${short(median(runs.leeway.map(({ sent }) => sent.cpuSeconds / sent.seconds)))} of a core.

${table}

The goal is ${whole(GOAL)} events/s: ${leeway.rate >= GOAL ? 'reached' : 'NOT reached'}.`;
console.log(`\n${text}\n`);
if (profile !== null) {
  const recorded = JSON.parse(readFileSync(profile, 'utf8')) as CpuProfile;
  console.log(`Where Leeway's time went (${profile})\n${printTop(topFunctions(recorded, TOP))}\n`);
}
console.log(JSON.stringify({ bench: 'ingest', ...load, rounds, machine: machine(), bare, leeway, runs }));
if (flags.write) writePart('ingest', text);

interface Summary {
  readonly rate: number;
  readonly cpuMicroseconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly peakBytes: number;
}

function summary(of: readonly IngestRun[]): Summary {
  return {
    rate: median(of.map(({ sent }) => sent.events / sent.seconds)),
    cpuMicroseconds: median(of.map(({ sent, server }) => (server.cpuSeconds / sent.events) * 1e6)),
    p50: median(of.map(({ sent }) => sent.latencyMs.p50)),
    p99: median(of.map(({ sent }) => sent.latencyMs.p99)),
    peakBytes: Math.max(...of.map(({ server }) => server.peakBytes)),
  };
}

function row(name: string, { rate, cpuMicroseconds, p50, p99, peakBytes }: Summary): string[] {
  return [
    name,
    whole(rate),
    (rate / bare.rate).toFixed(2),
    short(cpuMicroseconds),
    short(p50),
    short(p99),
    mebibytes(peakBytes),
  ];
}
