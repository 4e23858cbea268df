import { RowSample } from '../explain/row-sample.js';
import { skewOf, type SkewRow } from '../explain/skew.js';
import { skewWords } from '../explain/skew-words.js';
import { momentFlag } from './moment-flag.js';
import { withFiles, withLog, type PredictionSource } from './prediction-source.js';
import { readConfig, type ConfigFlags } from './settings.js';

export interface SkewFlags extends ConfigFlags {
  readonly training: string[];
  readonly file?: string[];
  readonly modelVersion?: string;
  readonly since?: string;
  readonly until?: string;
  readonly json?: boolean;
}

const MOST_ROWS = 8_000;
const DAY = 86_400_000;
/** The first days in service. */
const FIRST_DAYS = 7;

/** `leeway skew MODEL --training FILES`: whether a version is asked in service what it was trained on. */
export async function skewCommand(model: string, flags: SkewFlags): Promise<number> {
  const training = await withFiles(flags.training, async (source) => {
    const sample = new RowSample<SkewRow>(MOST_ROWS);
    await source(model)((row) => sample.add(row));
    return sample.rows();
  });
  const service =
    flags.file === undefined
      ? await withLog(readConfig(flags), (source) => inService(source(model), flags))
      : await withFiles(flags.file, (source) => inService(source(model), flags));
  const skew = skewOf({ training, service: service.rows });
  const [from, to] = [service.from, service.to].map((time) => new Date(time).toISOString()) as [
    string,
    string,
  ];
  if (flags.json === true) {
    process.stdout.write(
      `${JSON.stringify({ model, version: service.version, service: [from, to], ...skew })}\n`,
    );
  } else {
    process.stdout.write(
      `${model}, version ${service.version}: ${from} to ${to}, against ${flags.training.join(', ')}\n${skewWords(skew)}\n`,
    );
  }
  return 0;
}

/** The rows of the version that came last, or of the one that was named: its first week, or the stretch that was asked for. */
async function inService(source: PredictionSource, { modelVersion: named, since, until }: SkewFlags) {
  const began = new Map<string, number>();
  let newest = -Infinity;
  await source(({ version, time }) => {
    began.set(version, Math.min(began.get(version) ?? Infinity, time));
    newest = Math.max(newest, time);
  });
  const [last] = [...began].sort(([a, x], [b, y]) => y - x || (a < b ? 1 : -1));
  if (!last) throw new Error('there is no prediction of that model');
  const version = named ?? last[0];
  const first = began.get(version);
  if (first === undefined)
    throw new Error(
      `there is no prediction of version ${version}; there are ${[...began.keys()].sort().join(', ')}`,
    );
  const from = since === undefined ? first : momentFlag('--since', since, newest + 1);
  const to = until === undefined ? from + FIRST_DAYS * DAY : momentFlag('--until', until, newest + 1);
  if (!(from < to))
    throw new Error(
      `--since must be before --until, got ${new Date(from).toISOString()} and ${new Date(to).toISOString()}`,
    );
  const sample = new RowSample<SkewRow>(MOST_ROWS);
  await source((row) => {
    if (row.version === version && row.time >= from && row.time < to) sample.add(row);
  });
  return { version, from, to, rows: sample.rows() };
}
