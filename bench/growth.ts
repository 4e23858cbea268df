/**
 * What an event costs as partitions, processes, models, features and segments grow, each with the law that it follows.
 * From the log to the metrics, through profiler and evaluator; CPU time, so that waiting costs nothing.
 *
 * `npm run bench -- growth [--events 200000] [--rounds 3] [--only models] [--most 1000] [--seed 1] [--profile] [--write]`
 *
 * `--most` leaves larger sizes out. `--profile` says where the time of each largest size went, and costs some of it.
 * `--write` renews docs/performance.md and its picture.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { markdownTable } from './detectors/markdown-table.js';
import { growthChart } from './growth/chart.js';
import { fitPowerLaw, type PowerLaw } from './growth/power-law.js';
import { costOf, type Cost } from './growth/run.js';
import { DIMENSIONS, shapeAt, USUAL, type Dimension } from './growth/shape.js';
import { deleteTopics, findBroker, type Broker } from './path/broker.js';
import { printTop, topFunctions, type CpuProfile } from './path/cpu-profile.js';
import { writePart } from './performance/document.js';
import { mebibytes, median, short, whole } from './performance/figures.js';
import { machine, machineLine } from './performance/machine.js';
import { wholeNumber } from './performance/whole-number.js';

const TOP = 25;
const PICTURE = 'growth.svg';

const { values: flags } = parseArgs({
  options: {
    events: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    most: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    profile: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const names = DIMENSIONS.map(({ name }) => name);
if (flags.only !== undefined && !names.some((name) => name === flags.only)) {
  throw new RangeError(`--only is one of ${names.join(', ')}, not ${flags.only}`);
}
if (flags.write && flags.only !== undefined)
  throw new RangeError('--write needs all dimensions: leave --only out');
const events = wholeNumber('events', flags.events);
const rounds = wholeNumber('rounds', flags.rounds);
const seed = wholeNumber('seed', flags.seed);
const most = wholeNumber('most', flags.most);
const folder = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));
mkdirSync(folder, { recursive: true });

interface Size {
  readonly size: number;
  readonly costs: readonly Cost[];
}
interface Grown extends Dimension {
  readonly at: readonly Size[];
  readonly cpu: PowerLaw;
  readonly memory: PowerLaw;
}

const grown: Grown[] = [];
const notes: string[] = [];
for (const dimension of DIMENSIONS) {
  if (flags.only !== undefined && flags.only !== dimension.name) continue;
  const broker = dimension.engine === 'kafka' ? await findBroker() : null;
  if (broker && 'missing' in broker) {
    notes.push(`${dimension.name} were left out: ${broker.missing}.`);
    continue;
  }
  try {
    grown.push(await grow(dimension, broker));
  } finally {
    await broker?.stop();
  }
}
report();

/** Sizes take turns, so that a slow minute of the machine meets all of them. */
async function grow(dimension: Dimension, broker: Broker | null): Promise<Grown> {
  const { name } = dimension;
  const sizes = dimension.sizes.filter((size) => size <= most);
  const costs = new Map<number, Cost[]>(sizes.map((size) => [size, []]));
  const profile = join(folder, `growth-${name}.cpuprofile`);
  for (let round = 1; round <= rounds; round++) {
    for (const size of sizes) {
      console.error(`${name} ${size}, round ${round} of ${rounds} ...`);
      const load = { ...shapeAt(name, size), events, seed };
      const recorded = flags.profile && round === rounds && size === sizes.at(-1) ? profile : null;
      const kafka = broker && {
        brokers: broker.address.split(','),
        prefix: `leeway-bench-${process.pid}-${name}-${size}-${round}.`,
      };
      try {
        costs.get(size)?.push(await costOf(load, kafka, folder, recorded));
      } finally {
        if (kafka) await deleteTopics(kafka);
      }
      if (recorded !== null) printProfile(`${size} ${name}`, recorded);
    }
  }
  const at = [...costs].map(([size, of]) => ({ size, costs: of }));
  const law = (figure: keyof Cost) =>
    fitPowerLaw(at.flatMap(({ size, costs: of }) => of.map((cost) => [size, cost[figure]] as const)));
  return { ...dimension, at, cpu: law('cpuMicroseconds'), memory: law('peakBytes') };
}

function report(): void {
  const costs = markdownTable(
    ['what grows', 'size', 'CPU µs an event', 'times the first', 'peak MiB'],
    grown.flatMap(({ name, engine, at }) =>
      at.map(({ size, costs: of }, index) => [
        index === 0 ? `${name} (${engine})` : '',
        whole(size),
        short(cpuOf(of)),
        short(cpuOf(of) / cpuOf(at[0]?.costs ?? [])),
        mebibytes(median(of.map(({ peakBytes }) => peakBytes))),
      ]),
    ),
  );
  const laws = markdownTable(
    ['what grows', 'CPU an event ~ size^', '95% interval', 'memory ~ size^', '95% interval', 'verdict'],
    grown.map(({ name, cpu, memory }) => [
      name,
      cpu.exponent.toFixed(2),
      interval(cpu),
      memory.exponent.toFixed(2),
      interval(memory),
      verdict(cpu, memory),
    ]),
  );
  const usual = Object.entries(USUAL).map(([name, size]) => `${size} ${name}`);
  const text = `${whole(events)} events (predictions and their outcomes) over an hour of event time; what does not grow stays at \
${usual.join(', ')}. ${rounds} rounds; the table has medians, the laws are least squares of the logarithms over all rounds. \
An exponent of 0 is a cost an event that stays the same, 1 one that grows with the size. Memory is the greatest of the process \
(of processes: their sum), the mapped log included. ${machineLine(machine())}.

![Cost of an event by size, relative to the smallest](pictures/performance/${PICTURE})

${costs}

${laws}${notes.map((note) => `\n\n${note}`).join('')}`;
  console.log(`\n${text}\n`);
  console.log(JSON.stringify({ bench: 'growth', events, rounds, seed, machine: machine(), grown, notes }));
  if (!flags.write) return;
  const picture = growthChart({
    title: 'What an event costs as things grow',
    description: 'CPU time an event relative to the smallest size, by how many times larger; dashed: linear',
    lines: grown.map(({ name, at }) => ({
      name,
      points: at.map(
        ({ size, costs: of }) =>
          [size / (at[0]?.size ?? size), cpuOf(of) / cpuOf(at[0]?.costs ?? [])] as const,
      ),
    })),
  });
  writePart('growth', text, { [PICTURE]: picture });
}

function cpuOf(costs: readonly Cost[]): number {
  return median(costs.map(({ cpuMicroseconds }) => cpuMicroseconds));
}

function interval({ low, high }: PowerLaw): string {
  return `${low.toFixed(2)} to ${high.toFixed(2)}`;
}

/** Worse than linear is only what the interval leaves no doubt about. */
function verdict(...laws: readonly PowerLaw[]): string {
  if (laws.some(({ low }) => low > 1)) return '**worse than linear**';
  return laws.every(({ high }) => high <= 1) ? 'at most linear' : 'linear within the noise';
}

function printProfile(of: string, file: string): void {
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  console.log(`\n${of}: where the time went (${file})\n${printTop(topFunctions(recorded, TOP))}`);
}
