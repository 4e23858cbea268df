import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoSummary } from '../../../src/cli/demo-summary.js';
import type { StatusRecord } from '../../../src/records/feed.js';
import { CliProcess } from './cli-process.js';
import { temporaryFolder } from './temporary-folder.js';

/** Where a demo keeps what it does: a restart with the same place goes on where it was. */
export interface DemoPlace {
  readonly data: string;
  readonly kafka?: { readonly address: string; readonly prefix: string };
  readonly influx?: { readonly url: string; readonly database: string };
}

export interface DemoRun {
  readonly summary: DemoSummary;
  /** Flights that it said it would replay: what both sides of the books must have read. */
  readonly flights: number;
  /** Of the whole process, wall clock. */
  readonly seconds: number;
}

export const DEMO_MODEL = 'flight-lateness';

/** How much of the flights is replayed. */
export interface DemoSize {
  readonly days: number;
  /** Only every so manieth flight. */
  readonly every: number;
}

export function startDemo({ days, every }: DemoSize, { data, kafka, influx }: DemoPlace): CliProcess {
  const args = `demo --days ${days} --every ${every} --speed max --exit --json --port 0`.split(' ');
  args.push('--data', data);
  if (kafka) args.push('--kafka', kafka.address, '--prefix', kafka.prefix);
  if (influx) {
    // A database of its own: only a file can name one. The flag stands over the file's address.
    const config = join(temporaryFolder(), 'database.yaml');
    writeFileSync(config, `influx: { url: 'http://127.0.0.1:1', database: ${influx.database} }\n`);
    args.push('--config', config, '--influx', influx.url);
  }
  return new CliProcess(args);
}

/** Waits for a started demo; throws unless it ends with 0 and a summary. */
export async function finishDemo(demo: CliProcess): Promise<DemoRun> {
  const began = performance.now();
  const exit = await demo.ended;
  if (exit.code !== 0) throw demo.failure(`ended with ${JSON.stringify(exit)}`);
  const line = demo.stdout.trimEnd().split('\n').at(-1) ?? '';
  let summary: DemoSummary;
  try {
    summary = JSON.parse(line) as DemoSummary;
  } catch (error) {
    throw demo.failure(
      `the last line of standard output is no JSON (${String(error)}): ${line.slice(0, 200)}`,
    );
  }
  const flights = /([\d,]+) real flights/.exec(demo.stderr)?.[1]?.replaceAll(',', '');
  if (flights === undefined) throw demo.failure('it did not say how many flights it replays');
  return { summary, flights: Number(flights), seconds: (performance.now() - began) / 1000 };
}

export async function runDemo(size: DemoSize, place: DemoPlace): Promise<DemoRun> {
  return finishDemo(startDemo(size, place));
}

export async function statusOf(cli: CliProcess, model: string): Promise<StatusRecord | undefined> {
  return (await cli.get<{ status: StatusRecord }>(`/api/models/${encodeURIComponent(model)}`))?.status;
}
