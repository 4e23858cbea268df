import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { backtest, type Backtest } from '../backtest/backtest.js';
import { listBad } from '../backtest/files/read-events.js';
import { renderReport } from '../report/report.js';
import { summarize } from '../report/summary.js';
import { summaryText } from '../report/summary-text.js';
import { readingOf, wishesOf, type ColumnFlags } from './column-flags.js';
import { requireFolderOf } from './output-folder.js';
import { Progress } from './progress.js';
import { VERSION } from './version.js';

export interface BacktestFlags extends ColumnFlags {
  readonly config?: string;
  readonly html?: string;
  readonly json?: string;
}

/** Exit codes: what a script asks first. */
export const NO_ALARM = 0;
export const ALARMED = 3;

/** `leeway backtest FILE...`: months of history through the stages of production; a report; an exit code. */
export async function backtestCommand(files: readonly string[], flags: BacktestFlags): Promise<number> {
  requireFolderOf('--html', flags.html);
  if (flags.json !== '-') requireFolderOf('--json', flags.json);
  const progress = new Progress((text) => process.stderr.write(text), process.stderr.isTTY, Date.now);
  const result = await backtest({
    files,
    wishes: await wishesOf(flags),
    ...readingOf(flags),
    temporary: tmpdir(),
    onProgress: (what, done, of) => progress.at(what, done, of),
    ...(flags.config !== undefined && { config: flags.config }),
  }).finally(() => progress.done());
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
