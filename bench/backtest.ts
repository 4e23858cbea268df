/**
 * A backtest of three million flights in one process: seconds and peak memory, beside NannyML's univariate drift and CBPE on
 * the same rows.
 *
 * `npm run bench -- backtest [--flights 3000000] [--write]`
 *
 * NannyML pins old versions of much else, so it wants a Python of its own: `LEEWAY_PYTHON_NANNYML=path` names one in which
 * `pip install nannyml` has run; without it that part is left out. `--write` renews docs/performance.md.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Summary } from '../src/report/summary.js';
import { askNannyml } from './backtest/nannyml.js';
import { writeScoredFlights } from './backtest/scored-flights.js';
import { markdownTable } from './detectors/markdown-table.js';
import { writePart } from './performance/document.js';
import { mebibytes, short, whole } from './performance/figures.js';
import { machine, machineLine } from './performance/machine.js';
import { wholeNumber } from './performance/whole-number.js';
import { runProgram } from './program/run.js';

const { values: flags } = parseArgs({
  options: {
    flights: { type: 'string', default: '3000000' },
    write: { type: 'boolean', default: false },
  },
});
const flights = wholeNumber('flights', flags.flights);
const folder = fileURLToPath(new URL('../../.cache/bench/backtest/', import.meta.url));
mkdirSync(folder, { recursive: true });
const file = `${folder}flights.parquet`;
const report = `${folder}report.json`;
try {
  const rows = await writeScoredFlights(file, flights);
  console.log(`${whole(rows)} scored flights with their outcomes, five features`);
  const { stdout: _, ...own } = await runProgram(
    ['backtest', file, '--outcome-time', 'outcome_time', '--html', `${folder}report.html`, '--json', report],
    [0, 3],
  );
  const { models } = JSON.parse(readFileSync(report, 'utf8')) as Summary;
  const alerts = models.reduce((sum, model) => sum + model.alerts.length, 0);
  console.log(
    `leeway backtest: ${own.seconds.toFixed(1)} s, ${own.cpuSeconds.toFixed(1)} s of CPU, ${mebibytes(own.peakBytes)} MiB at most; ${alerts} alerts`,
  );
  const python = process.env['LEEWAY_PYTHON_NANNYML'];
  const nannyml = python === undefined || python === '' ? null : await askNannyml(python, file);
  if (nannyml)
    console.log(
      `NannyML ${nannyml.version}, drift of five features and CBPE by day: ${nannyml.seconds.toFixed(1)} s, ${mebibytes(nannyml.peakBytes)} MiB at most`,
    );
  else console.log('NannyML: left out; LEEWAY_PYTHON_NANNYML=path names a Python that has it');
  console.log(JSON.stringify({ bench: 'backtest', rows, own: { ...own, alerts }, nannyml }));
  const line = (what: string, { seconds, peakBytes }: { seconds: number; peakBytes: number }) => [
    what,
    seconds.toFixed(0),
    short(seconds / own.seconds),
    mebibytes(peakBytes),
  ];
  if (flags.write)
    writePart(
      'backtest',
      [
        `${whole(rows)} flights of half a year in a Parquet file, five features, each with its outcome. ${machineLine(machine())}`,
        '',
        markdownTable(
          ['', 'seconds', 'ratio', 'MiB at most'],
          [
            line('`leeway backtest`: joined, profiled, decided, explained, report written', own),
            ...(nannyml
              ? [
                  line(
                    `NannyML ${nannyml.version}: univariate drift of the five features and CBPE, by day`,
                    nannyml,
                  ),
                ]
              : []),
          ],
        ),
      ].join('\n'),
    );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
