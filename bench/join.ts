/**
 * What the join costs an event, in time and memory, with a million and with five million rows waiting, beside a plain Map.
 * Each contender runs in a process of its own.
 *
 * `npm run bench -- join [--rows 1000000,5000000] [--rounds 3]`
 */
import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { JoinLeg } from './join/leg.js';

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000,5000000' },
    rounds: { type: 'string', default: '3' },
  },
});
const sizes = flags.rows.split(',').map((rows) => wholeNumber('rows', rows));
const rounds = wholeNumber('rounds', flags.rounds);
const NAMES = ['join', 'map'] as const;

const results: Record<string, JoinLeg> = {};
for (const rows of sizes) {
  const legs: Record<string, JoinLeg[]> = { join: [], map: [] };
  // Taking turns, so that a slow minute of the machine meets both.
  for (let round = 0; round < rounds; round++) {
    for (const name of NAMES) legs[name]?.push(await runLeg(name, rows));
  }
  for (const name of NAMES) results[`${name} ${rows}`] = medians(legs[name] as JoinLeg[]);
}
report();

function report(): void {
  console.log(`
Binary predictions and their outcomes, horizon 7 days; medians of ${rounds} rounds
${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}
`);
  console.table(
    Object.fromEntries(
      Object.entries(results).map(([name, leg]) => [
        name,
        {
          'insert ns': Math.round(leg.insert),
          'match ns': Math.round(leg.match),
          'steady ns': Math.round(leg.steady),
          'longest eviction ms': Math.round(leg.longestEviction * 10) / 10,
          'bytes a row': Math.round(leg.bytesPerRow),
          'counted bytes a row': leg.countedPerRow === null ? '' : Math.round(leg.countedPerRow),
        },
      ]),
    ),
  );
  console.log(`
ns are processor time an event, making its key included. steady: predictions and outcomes in turn, with an eviction every
10,000 events, at a constant size. A row of the join is a prediction or an outcome; the Map keeps one object for both, and
knows neither duplicates nor versions.
`);
  console.log(JSON.stringify({ bench: 'join', sizes, rounds, results }));
}

function medians(legs: readonly JoinLeg[]): JoinLeg {
  const of = (value: (leg: JoinLeg) => number): number =>
    legs.map(value).sort((a, b) => a - b)[legs.length >> 1] as number;
  return {
    insert: of((leg) => leg.insert),
    match: of((leg) => leg.match),
    steady: of((leg) => leg.steady),
    longestEviction: of((leg) => leg.longestEviction),
    bytesPerRow: of((leg) => leg.bytesPerRow),
    countedPerRow: legs[0]?.countedPerRow === null ? null : of((leg) => leg.countedPerRow ?? 0),
  };
}

async function runLeg(name: string, rows: number): Promise<JoinLeg> {
  const script = fileURLToPath(new URL('join/leg.js', import.meta.url));
  const child = fork(script, [name, String(rows)], {
    execArgv: ['--expose-gc', '--max-old-space-size=8192'],
  });
  const messages: JoinLeg[] = [];
  child.on('message', (message) => messages.push(message as JoinLeg));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const [result] = messages;
  if (!result || code !== 0)
    throw new Error(`the leg ${name} ${rows} ended with ${String(code)} and no result`);
  return result;
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new RangeError(`--${name} must be whole numbers from 1, not ${text}`);
  }
  return number;
}
