/**
 * "Ask again" over six months: how long another policy takes to decide over the panes that the log has kept.
 *
 * `npm run bench -- replay [--every 30] [--write]`
 *
 * The log is made first, by the demo: half a year of flights in panes of an hour, retraining and all; `--every N` takes each
 * Nth flight, which changes how long that takes and next to nothing of what is asked here. `--write` renews docs/performance.md.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writePart } from './performance/document.js';
import { mebibytes, whole } from './performance/figures.js';
import { machine, machineLine } from './performance/machine.js';
import { wholeNumber } from './performance/whole-number.js';
import { runProgram } from './program/run.js';

/** That of the demo, but for the budget of one false alarm in 90 days. */
const POLICY = 'alerts:\n  falseAlarms: 1 per 30 days\nretraining:\n  warmUp: 7d\n';

interface Answer {
  readonly models: readonly {
    readonly model: string;
    readonly panes: number;
    readonly from: string;
    readonly to: string;
    readonly alerts: readonly { readonly came: object | null; readonly wouldCome: object | null }[];
  }[];
}

const { values: flags } = parseArgs({
  options: { every: { type: 'string', default: '30' }, write: { type: 'boolean', default: false } },
});
const every = wholeNumber('every', flags.every);
const folder = fileURLToPath(new URL('../../.cache/bench/replay/', import.meta.url));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
try {
  const policy = `${folder}new.yaml`;
  const data = `${folder}data`;
  writeFileSync(policy, POLICY);
  const story = ['--every', String(every), '--speed', 'max', '--exit', '--json', '--port', '0'];
  const demo = await runProgram(['demo', ...story, '--data', data]);
  console.log(`the demo that made the log: ${demo.seconds.toFixed(0)} s`);
  const { stdout, ...run } = await runProgram(['replay', '--data', data, '--policy', policy, '--json']);
  const { models } = JSON.parse(stdout) as Answer;
  const [asked] = models;
  if (models.length !== 1 || asked === undefined) throw new Error(`${models.length} models in place of one`);
  const days = Math.round((Date.parse(asked.to) - Date.parse(asked.from)) / 86_400_000);
  const came = asked.alerts.filter((pair) => pair.came).length;
  const would = asked.alerts.filter((pair) => pair.wouldCome).length;
  const text = [
    `${whole(asked.panes)} panes of an hour, ${days} days, each with its versions: **${run.seconds.toFixed(1)} s**,`,
    `${run.cpuSeconds.toFixed(1)} s of CPU, ${mebibytes(run.peakBytes)} MiB at most, start of the program included;`,
    `${came} alerts came, ${would} would have come. ${machineLine(machine())}.`,
  ].join('\n');
  console.log(`\n${text}\n`);
  console.log(
    JSON.stringify({
      bench: 'replay',
      every,
      demo: demo.seconds,
      ...run,
      panes: asked.panes,
      days,
      came,
      would,
    }),
  );
  if (flags.write) writePart('replay', text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
