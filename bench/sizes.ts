/**
 * False alarms where nothing changes, in panes of a hundred rows to a million: verdicts must not hang on the size of the sample.
 *
 * `npm run bench -- sizes [--seeds 20] [--days 90] [--write FILE]`
 *
 * `LEEWAY_PYTHON` names a Python with Evidently and NannyML (bench/sizes/requirements.txt), which then judge such panes too;
 * without it, or without one of them, that part is left out, and said so. `--write` renews the part `sizes` of a Markdown file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { renewParts } from './detectors/document.js';
import { markdownTable } from './detectors/markdown-table.js';
import { wholeNumber } from './performance/whole-number.js';
import { falseAlarms } from './sizes/false-alarms.js';
import { peersOn, type PeerShares } from './sizes/peers.js';
import { wilsonInterval } from '../src/policy/precision.js';

const { values: flags } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    days: { type: 'string', default: '90' },
    write: { type: 'string' },
  },
});
const [seeds, days] = [wholeNumber('seeds', flags.seeds), wholeNumber('days', flags.days)];
const HOUR = 3_600_000;
const SIZES = [100, 1_000, 10_000, 100_000, 1_000_000];

const python = process.env['LEEWAY_PYTHON'] ?? '';
if (python === '') console.error('LEEWAY_PYTHON is not set: Evidently and NannyML are left out');

const share = (found: PeerShares[string] | undefined): string => {
  if (!found) return 'not asked';
  const [low, high] = wilsonInterval(found.flagged, found.asked).map((x) => (100 * x).toFixed(0));
  return `${((100 * found.flagged) / found.asked).toFixed(0)}% (${low}-${high})`;
};

const rows: string[][] = [];
for (const size of SIZES) {
  let [alarms, squares] = [0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    const { alerts } = falseAlarms(seed, size, HOUR, days);
    const periods = (alerts.length * 90) / days;
    alarms += periods;
    squares += periods ** 2;
    process.stderr.write(`\r${size} rows a pane: seed ${seed}, ${alerts.length} alerts   `);
  }
  process.stderr.write('\n');
  const theirs = python === '' ? {} : await peersOn(python, size);
  rows.push([size.toLocaleString('en-US'), interval(alarms, squares), share(theirs['evidently']), share(theirs['nannyml'])]); // prettier-ignore
}

/** Mean of the seeds and its 95% interval; where none alarmed, what three over n still allows. */
function interval(sum: number, squares: number): string {
  const mean = sum / seeds;
  if (sum === 0) return `0 (0-${((3 / seeds) * (90 / days)).toFixed(2)})`;
  const half = 1.96 * Math.sqrt(Math.max(0, squares / seeds - mean ** 2) / Math.max(1, seeds - 1));
  return `${mean.toFixed(2)} (${Math.max(0, mean - half).toFixed(2)}-${(mean + half).toFixed(2)})`;
}

const table = markdownTable(
  ['rows a pane', 'Leeway: alerts in 90 days', 'Evidently: panes with a drifted column', 'NannyML: chunks with an alert'], // prettier-ignore
  rows,
);
console.log(table);
if (flags.write !== undefined) {
  writeFileSync(flags.write, renewParts(readFileSync(flags.write, 'utf8'), { sizes: table }));
}
