/**
 * A backtest of three million flights in one process: seconds and peak memory, beside NannyML's univariate drift and CBPE on
 * the same rows.
 *
 * `npm run bench -- backtest [--flights 3000000]`
 *
 * NannyML pins old versions of much else, so it wants a Python of its own: `LEEWAY_PYTHON_NANNYML=path` names one in which
 * `pip install nannyml` has run; without it that part is left out.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { askNannyml } from './backtest/nannyml.js';
import { runBacktest } from './backtest/run.js';
import { writeScoredFlights } from './backtest/scored-flights.js';
import { wholeNumber } from './performance/whole-number.js';

const { values: flags } = parseArgs({ options: { flights: { type: 'string', default: '3000000' } } });
const flights = wholeNumber('flights', flags.flights);
const folder = fileURLToPath(new URL('../../.cache/bench/backtest/', import.meta.url));
mkdirSync(folder, { recursive: true });
const file = `${folder}flights.parquet`;
try {
  const rows = await writeScoredFlights(file, flights);
  console.log(`${rows.toLocaleString('en-US')} scored flights with their outcomes, five features`);
  const own = await runBacktest(file, folder);
  console.log(
    `leeway backtest: ${own.seconds.toFixed(1)} s, ${own.cpuSeconds.toFixed(1)} s of CPU, ${megabytes(own.peakBytes)} at most; ${own.alerts} alerts`,
  );
  const python = process.env['LEEWAY_PYTHON_NANNYML'];
  if (python === undefined || python === '') {
    console.log('NannyML: left out; LEEWAY_PYTHON_NANNYML=path names a Python that has it');
    console.log(JSON.stringify({ bench: 'backtest', rows, own }));
  } else {
    const nannyml = await askNannyml(python, file);
    console.log(
      `NannyML ${nannyml.version}, drift of five features and CBPE by day: ${nannyml.seconds.toFixed(1)} s, ${megabytes(nannyml.peakBytes)} at most`,
    );
    console.log(JSON.stringify({ bench: 'backtest', rows, own, nannyml }));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`;
}
