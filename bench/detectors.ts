/**
 * What every detector costs, how soon it finds a change, how often it alarms where there is none, and whether those that
 * promise a budget keep it. With `--write` the tables of docs/detectors.md and its pictures are renewed.
 *
 * `npm run bench -- detectors [--only speed|delay|budget|flights] [--quick] [--write]`
 *
 * `LEEWAY_PYTHON` names a Python with river, to be timed beside; `LEEWAY_DATA` a folder with sea.csv and elec2.csv. What
 * is not there is left out, and the tables say so. Progress goes to stderr, tables and one JSON line to stdout.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { budget } from './detectors/budget.js';
import { flightWeeks, WEEKS } from './detectors/clean-flights.js';
import { renewParts } from './detectors/document.js';
import { generated } from './detectors/generated.js';
import { injected } from './detectors/injected.js';
import { progressOn } from './detectors/progress.js';
import { realStreams } from './detectors/real.js';
import type { Section } from './detectors/section.js';
import { speed } from './detectors/speed.js';
import { encode } from './flights/lateness-model.js';
import { REFERENCES } from './flights/references.js';
import { type Flights, readFlights } from './flights/rows.js';

const root = new URL('../../', import.meta.url);
const document = new URL('docs/detectors.md', root);
const pictures = new URL('docs/pictures/detectors/', root);

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
if (flags.quick && flags.write) throw new RangeError('--write needs the whole sizes: leave --quick out');

const python = setting('LEEWAY_PYTHON');
const data = setting('LEEWAY_DATA');
const ownMaterial = flags.only === 'budget' || flags.only === 'flights';
if (flags.write && !ownMaterial && (python === undefined || data === undefined)) {
  throw new RangeError(
    '--write needs LEEWAY_PYTHON and LEEWAY_DATA: without them the tables would lose what they had',
  );
}
const progress = progressOn(process.stderr, () => performance.now());
const quick = flags.quick;

let flightsRead: Promise<Flights> | undefined;
const PARTS: Readonly<Record<string, () => Section | Promise<Section>>> = {
  speed: () =>
    speed(
      quick ? { values: 20_000, runs: 3, least: 30 } : { values: 100_000, runs: 7, least: 200 },
      python,
      progress,
    ),
  delay: () => {
    const runs = quick ? 10 : 200;
    const ofGenerated = generated(
      {
        errors: { stationary: quick ? 100_000 : 3_000_000, runs },
        numbers: { stationary: quick ? 100_000 : 2_000_000, runs },
      },
      progress,
    );
    return joined(ofGenerated, realStreams(quick ? 3 : 50, data, progress));
  },
  budget: async () => {
    const flights = await flightsOnce();
    progress('budget: scoring the flights week by week');
    const size = quick
      ? { splits: 8, periods: 2, flightSplits: 3 }
      : { splits: 200, periods: 10, flightSplits: 16 };
    return budget(size, flightWeeks(flights, encode(flights), quick ? 3 : WEEKS), progress);
  },
  flights: async () => injected(await flightsOnce(), quick ? REFERENCES.slice(0, 1) : REFERENCES, progress),
};
if (flags.only !== undefined && !Object.hasOwn(PARTS, flags.only)) {
  throw new RangeError(`--only is one of ${Object.keys(PARTS).join(', ')}, not ${flags.only}`);
}

const results: Record<string, unknown> = {};
for (const [name, run] of Object.entries(PARTS)) {
  if (flags.only !== undefined && flags.only !== name) continue;
  const section = await run();
  results[name] = section.result;
  for (const [table, content] of Object.entries(section.tables)) console.log(`\n${table}\n\n${content}`);
  if (flags.write) write(section);
}
const machine = { cores: cpus().length, cpu: cpus()[0]?.model ?? 'unknown', node: process.version };
console.log(`\n${JSON.stringify({ bench: 'detectors', quick, machine, ...results })}`);

/** Section by section, so that an hour's work is not lost to the last of them. */
function write({ tables, pictures: drawn }: Section): void {
  writeFileSync(document, renewParts(readFileSync(document, 'utf8'), tables));
  mkdirSync(pictures, { recursive: true });
  for (const [name, svg] of Object.entries(drawn)) writeFileSync(new URL(name, pictures), svg);
  progress(`written: ${[...Object.keys(tables), ...Object.keys(drawn)].join(', ')}`);
}

function flightsOnce(): Promise<Flights> {
  if (!flightsRead) progress('reading three million flights');
  return (flightsRead ??= readFlights());
}

function joined(first: Section, second: Section): Section {
  return {
    tables: { ...first.tables, ...second.tables },
    pictures: { ...first.pictures, ...second.pictures },
    result: { generated: first.result, real: second.result },
  };
}

function setting(name: string): string | undefined {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
}
