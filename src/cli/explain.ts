import { jointDrift } from '../explain/joint-drift.js';
import { jointWords } from '../explain/joint-words.js';
import { RowSample } from '../explain/row-sample.js';
import { momentFlag } from './moment-flag.js';
import { withFiles, withLog, type PredictionSource } from './prediction-source.js';
import { readConfig, type ConfigFlags } from './settings.js';

export interface ExplainFlags extends ConfigFlags {
  readonly file?: string[];
  readonly since: string;
  readonly until?: string;
  readonly reference: string;
  readonly json?: boolean;
}

const MOST_RECENT = 4_000;
const MOST_REFERENCE = 12_000;

/** `leeway explain MODEL`: whether recent rows can be told from those before, by all features together, and by which. */
export async function explainCommand(model: string, flags: ExplainFlags): Promise<number> {
  const analysis =
    flags.file === undefined
      ? await withLog(readConfig(flags), (source) => explain(source(model), flags))
      : await withFiles(flags.file, (source) => explain(source(model), flags));
  const { from, to, referenceFrom, drift, seen } = analysis;
  const iso = (time: number) => new Date(time).toISOString();
  if (flags.json === true) {
    const ranges = { recent: [iso(from), iso(to)], reference: [iso(referenceFrom), iso(from)] };
    process.stdout.write(`${JSON.stringify({ model, ...ranges, seen, ...drift })}\n`);
  } else {
    process.stdout.write(
      `${model}: ${iso(from)} to ${iso(to)} (${seen.recent} rows) against ${iso(referenceFrom)} to ${iso(from)} (${seen.reference} rows)\n${jointWords(drift)}\n`,
    );
  }
  return 0;
}

async function explain(source: PredictionSource, flags: ExplainFlags) {
  const to =
    flags.until === undefined ? (await newest(source)) + 1 : momentFlag('--until', flags.until, Date.now());
  // So long before the end, and before that: of a history, "now" is where it ends.
  const from = momentFlag('--since', flags.since, to);
  const referenceFrom = momentFlag('--reference', flags.reference, from);
  if (!(referenceFrom < from && from < to))
    throw new Error(
      `--reference, --since and --until must follow each other, got ${[referenceFrom, from, to].map((time) => new Date(time).toISOString()).join(', ')}`,
    );
  const recent = new RowSample(MOST_RECENT);
  const reference = new RowSample(MOST_REFERENCE);
  await source((row) => {
    if (row.time >= from && row.time < to) recent.add(row);
    else if (row.time >= referenceFrom && row.time < from) reference.add(row);
  });
  const drift = jointDrift({ reference: reference.rows(), recent: recent.rows(), referenceFrom, from, to });
  return { from, to, referenceFrom, drift, seen: { recent: recent.seen, reference: reference.seen } };
}

async function newest(source: PredictionSource): Promise<number> {
  let time = -Infinity;
  await source((row) => (time = Math.max(time, row.time)));
  if (time === -Infinity) throw new Error('there is no prediction of that model');
  return time;
}
