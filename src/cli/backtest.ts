import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { backtest, type Backtest } from '../backtest/backtest.js';
import { readMapping, type ColumnWishes } from '../backtest/mapping.js';
import { listBad } from '../backtest/files/read-events.js';
import { parseTime } from '../events/time.js';
import { renderReport } from '../report/report.js';
import { summarize } from '../report/summary.js';
import { summaryText } from '../report/summary-text.js';
import { numberFlag } from './number-flag.js';
import { Progress } from './progress.js';
import { VERSION } from './version.js';

export interface BacktestFlags {
  readonly config?: string;
  readonly mapping?: string;
  readonly html?: string;
  readonly json?: string;
  readonly model?: string;
  readonly task?: string;
  readonly timestamp?: string;
  readonly timeFormat?: string;
  readonly id?: string;
  readonly modelVersion?: string;
  readonly prediction?: string;
  readonly score?: string;
  readonly positive?: string;
  readonly outcome?: string;
  readonly outcomeTime?: string;
  readonly latency?: string;
  readonly segment?: string;
  readonly features?: string;
  readonly categorical?: string;
  readonly ignore?: string;
  readonly rowsPerDay?: string;
  readonly start?: string;
  readonly badRows: string;
}

/** Exit codes: what a script asks first. */
export const NO_ALARM = 0;
export const ALARMED = 3;

/** `leeway backtest FILE...`: months of history through the stages of production; a report; an exit code. */
export async function backtestCommand(files: readonly string[], flags: BacktestFlags): Promise<number> {
  const progress = new Progress((text) => process.stderr.write(text), process.stderr.isTTY, Date.now);
  const begin = parseTime(flags.start ?? '2000-01-03T00:00:00Z');
  if (begin === null)
    throw new Error(`--start must be a time such as 2024-01-01T00:00:00Z, got ${flags.start}`);
  const result = await backtest({
    files,
    wishes: await wishesOf(flags),
    begin,
    badShare: numberFlag('--bad-rows', flags.badRows, 'a share from 0 to 1', (n) => n >= 0 && n <= 1),
    temporary: tmpdir(),
    onProgress: (what, done, of) => progress.at(what, done, of),
    ...(flags.config !== undefined && { config: flags.config }),
    ...(flags.timeFormat !== undefined && { timeFormat: flags.timeFormat }),
    ...(flags.rowsPerDay !== undefined && {
      rowsPerDay: numberFlag('--rows-per-day', flags.rowsPerDay, 'a number above 0', (n) => n > 0),
    }),
  });
  progress.done();
  const summary = summarize(result, VERSION);
  if (flags.html !== undefined)
    await writeFile(flags.html, renderReport(result, summary, await styleSheet()));
  if (flags.json === '-') process.stdout.write(`${JSON.stringify(summary)}\n`);
  else {
    if (flags.json !== undefined) await writeFile(flags.json, `${JSON.stringify(summary, null, 2)}\n`);
    process.stdout.write(summaryText(summary));
    if (flags.html !== undefined) process.stdout.write(`\nThe report is in ${flags.html}\n`);
  }
  tellBad(result);
  return summary.alarmed ? ALARMED : NO_ALARM;
}

function tellBad({ bad }: Backtest): void {
  if (bad.count === 0) return;
  const more = bad.count > bad.listed.length ? `\n  and ${bad.count - bad.listed.length} more` : '';
  process.stderr.write(`${bad.count} rows could not be used:\n${listBad(bad.listed)}${more}\n`);
}

/** The page's own look. */
function styleSheet(): Promise<string> {
  return readFile(new URL('../dashboard/style.css', import.meta.url), 'utf8');
}

/** Flags stand over the mapping file. */
async function wishesOf(flags: BacktestFlags): Promise<ColumnWishes> {
  const file =
    flags.mapping === undefined ? {} : readMapping(await readFile(flags.mapping, 'utf8'), flags.mapping);
  const said = {
    model: flags.model,
    task: flags.task,
    time: flags.timestamp,
    id: flags.id,
    version: flags.modelVersion,
    prediction: flags.prediction,
    score: flags.score,
    positive: flags.positive,
    outcome: flags.outcome,
    outcomeTime: flags.outcomeTime,
    latency: flags.latency,
    segments: flags.segment,
    features: flags.features,
    categorical: flags.categorical,
    ignore: flags.ignore,
  };
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  // The flags go the same way as a file, so that both are checked alike.
  return { ...file, ...readMapping(JSON.stringify(given), 'the flags') };
}
