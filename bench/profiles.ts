/**
 * How many rows a second our profiler turns into deltas on one core, beside whylogs on the same rows in the same run: its
 * frames of 1,000 rows, and row by row.
 *
 * `npm run bench -- profiles [--rows 200000] [--rounds 3] [--seed 1] [--profile] [--write]`
 *
 * `LEEWAY_PYTHON` names a Python with whylogs (bench/profiles/requirements.txt); without it only ours is measured, and said
 * so. `--profile` says where our time went. `--write` renews docs/performance.md.
 */
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { markdownTable } from './detectors/markdown-table.js';
import { printTop, topFunctions, type CpuProfile } from './path/cpu-profile.js';
import { workload } from './path/workload.js';
import { writePart } from './performance/document.js';
import { mebibytes, median, short, whole } from './performance/figures.js';
import { LegProcess } from './performance/leg-process.js';
import { machine, machineLine } from './performance/machine.js';
import { wholeNumber } from './performance/whole-number.js';
import type { ProfilerAsks, ProfilerResult, ProfilerTask } from './profiles/tasks.js';
import { whylogsSpeed, type WhylogsSpeed } from './profiles/whylogs.js';

const GOAL = 5;
/** What a commit takes at full speed, and what whylogs is given at a time. */
const [COMMIT, FRAME] = [10_000, 1_000];
/** One by one is so much slower that a part of the rows says enough. */
const SINGLE_SHARE = 0.1;
/** Predictions a second of event time. */
const RATE = 200;
const TOP = 30;

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    profile: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const rows = wholeNumber('rows', flags.rows);
const rounds = wholeNumber('rounds', flags.rounds);
const given = process.env['LEEWAY_PYTHON'];
const python = given === undefined || given === '' ? null : given;
if (flags.write && python === null) {
  throw new RangeError('--write needs LEEWAY_PYTHON: without it the table would lose what it had');
}
const scratch = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));
mkdirSync(scratch, { recursive: true });
const folder = mkdtempSync(join(scratch, 'profiles-'));
const file = join(folder, 'rows.ndjson');
const cpuProfile = join(scratch, 'profiles.cpuprofile');

const ours: Record<number, ProfilerResult[]> = { [COMMIT]: [], [FRAME]: [] };
const theirs: WhylogsSpeed[] = [];
let bytes = 0;
try {
  bytes = writeRows() / rows;
  for (let round = 1; round <= rounds; round++) {
    for (const batch of [COMMIT, FRAME]) {
      console.error(`round ${round} of ${rounds}: ours, ${batch} records a step ...`);
      const recorded = flags.profile && batch === COMMIT && round === rounds ? cpuProfile : null;
      ours[batch]?.push(await runOurs({ file, batch, profile: recorded }));
    }
    if (python === null) continue;
    console.error(`round ${round} of ${rounds}: whylogs ...`);
    const singleRows = Math.ceil(rows * SINGLE_SHARE);
    theirs.push(await whylogsSpeed(python, { file, rows, frameRows: FRAME, singleRows }));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
report();

/** Predictions of one model with ten features; returns their bytes. */
function writeRows(): number {
  const out = openSync(file, 'w');
  let [written, size] = [0, 0];
  let lines: string[] = [];
  const flush = (): void => {
    size += writeSync(out, lines.join(''));
    lines = [];
  };
  // One in four events is a prediction of this model; its end leaves some in hand.
  for (const { kind, json } of workload({
    events: rows * 5,
    rate: RATE,
    seed: wholeNumber('seed', flags.seed),
  })) {
    if (kind !== 'prediction' || !json.includes('"model":"fraud"')) continue;
    lines.push(`${json}\n`);
    if (lines.length === 10_000) flush();
    if (++written === rows) break;
  }
  flush();
  closeSync(out);
  if (written < rows) throw new Error(`the workload had ${written} predictions of the model, not ${rows}`);
  return size;
}

async function runOurs(task: ProfilerTask): Promise<ProfilerResult> {
  const leg = new LegProcess<ProfilerAsks>(
    new URL('profiles/ours.js', import.meta.url),
    task,
    'our profiler',
  );
  try {
    await leg.ask('prepare');
    return await leg.finish('profile');
  } finally {
    leg.kill();
  }
}

function report(): void {
  const rate = (of: readonly { readonly rows: number; readonly cpuSeconds: number }[]) =>
    median(of.map(({ rows: n, cpuSeconds }) => n / cpuSeconds));
  const timed = (name: 'frames' | 'single') =>
    theirs.length === 0 ? null : median(theirs.map((run) => run[name].rows / run[name].seconds));
  const [frames, single] = [timed('frames'), timed('single')];
  const times = (value: number, other: number | null) => (other === null ? '' : `${short(value / other)}×`);
  const line = (name: string, value: number, peak: number) => [
    name,
    whole(value),
    times(value, frames),
    times(value, single),
    mebibytes(peak),
  ];
  const peakOf = (batch: number) => Math.max(...(ours[batch] ?? []).map(({ peakBytes }) => peakBytes));
  const peakOfTheirs = Math.max(...theirs.map(({ peakBytes }) => peakBytes));
  const best = rate(ours[COMMIT] ?? []);
  const table = markdownTable(
    ['', 'rows a CPU second', 'of its frames', 'of its rows', 'peak MiB'],
    [
      line(`Leeway, ${whole(COMMIT)} records a commit`, best, peakOf(COMMIT)),
      line(`Leeway, ${whole(FRAME)} records a commit`, rate(ours[FRAME] ?? []), peakOf(FRAME)),
      ...(frames === null || single === null
        ? []
        : [
            line(`whylogs, frames of ${whole(FRAME)} rows`, frames, peakOfTheirs),
            line('whylogs, row by row', single, peakOfTheirs),
          ]),
    ],
  );
  const goal =
    frames === null || single === null
      ? 'whylogs was left out: LEEWAY_PYTHON names no Python that has it.'
      : `The goal is ${GOAL} times each: ${best >= GOAL * Math.max(frames, single) ? 'reached' : 'NOT reached'}.`;
  const [their] = theirs;
  const text = `${whole(rows)} predictions of ten features, ${Math.round(bytes)} bytes each; CPU time of one process with all its threads, \
medians of ${rounds} rounds. Ours goes from each record's bytes (JSON) to the bytes of its deltas, and checks, recognises repeats and waits for \
outcomes on the way; whylogs gets rows that were parsed and frames that were made before the clock starts, and writes one profile at the end. \
${machineLine(machine())}${their ? `, Python ${their.python}, whylogs ${their.version}` : ''}.

${table}

${goal}`;
  console.log(`\n${text}\n`);
  if (flags.profile) {
    const recorded = JSON.parse(readFileSync(cpuProfile, 'utf8')) as CpuProfile;
    console.log(`Where our time went (${cpuProfile})\n${printTop(topFunctions(recorded, TOP))}\n`);
  }
  console.log(JSON.stringify({ bench: 'profiles', rows, bytes, rounds, machine: machine(), ours, theirs }));
  if (flags.write) writePart('profiles', text);
}
