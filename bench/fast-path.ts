/**
 * How soon the fast path tells seven breaks, in panes of five minutes, and how often it cries wolf. Each seed is a model
 * of its own: 42 reference days, days without any change, and every break at a moment drawn by the seed.
 *
 * `npm run bench -- fast-path [--seeds 100] [--first 2001] [--days 42] [--only usual] [--workers 2] [--write]`
 *
 * Three seconds of CPU for each seed and world. The variants were chosen on the seeds 1001 to 1025. `--write` renews
 * docs/fast-path.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { renewParts } from './detectors/document.js';
import { runInWorkers } from './fast-path/in-workers.js';
import { breaksTable, falseAlarmRow, falseAlarmsTable } from './fast-path/tables.js';
import { WORLDS } from './fast-path/worlds.js';
import { median } from './detectors/statistics.js';
import { wholeNumber } from './performance/whole-number.js';

const { values: flags } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    first: { type: 'string', default: '2001' },
    days: { type: 'string', default: '42' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const names = WORLDS.map(({ name }) => name);
if (flags.only !== undefined && !names.includes(flags.only)) {
  throw new RangeError(`--only is one of ${names.join(', ')}, not ${flags.only}`);
}
if (flags.write && flags.only !== undefined)
  throw new RangeError('--write needs all worlds: leave --only out');
const seeds = wholeNumber('seeds', flags.seeds);
const first = wholeNumber('first', flags.first);
const cleanDays = wholeNumber('days', flags.days);
const workers = wholeNumber('workers', flags.workers);
const document = new URL('../../docs/fast-path.md', import.meta.url);

const parts: Record<string, string> = {};
const falseAlarms: string[][] = [];
for (const world of WORLDS.filter(({ name }) => flags.only === undefined || name === flags.only)) {
  const tasks = Array.from({ length: seeds }, (_, index) => ({ ...world, seed: first + index, cleanDays }));
  const results = await runInWorkers(tasks, workers, (done) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${world.name}: ${done} of ${seeds} seeds `);
  });
  if (process.stderr.isTTY) process.stderr.write('\n');
  if (world.featureCounts.length > 0) {
    const table = breaksTable(results, world.featureCounts);
    if (world.name === 'usual') parts['breaks'] = table;
    console.log(`\n${world.name}\n\n${table}`);
  }
  falseAlarms.push(falseAlarmRow(world.name, results, cleanDays));
  const seconds = median(results.map(({ calibrationSeconds }) => calibrationSeconds));
  const largest = Math.max(...results.map(({ largestBytes }) => largestBytes));
  const streams = results[0]?.streams ?? 0;
  console.log(
    `\n${world.name}: ${streams} streams calibrated in ${seconds.toFixed(1)} s of CPU (median); as JSON the largest stream has ` +
      `${(largest / 1e3).toFixed(1)} kB, all together ${(median(results.map(({ bytes }) => bytes)) / 1e3).toFixed(1)} kB`,
  );
}
parts['false-alarms'] = falseAlarmsTable(falseAlarms);
console.log(`\n${parts['false-alarms']}`);
if (flags.write) writeFileSync(document, renewParts(readFileSync(document, 'utf8'), parts));
