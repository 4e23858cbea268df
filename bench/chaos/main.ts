/** The command line of a chaos run; `scripts/chaos.mjs` hands it the services. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runBrokerKills } from './broker-kills.js';
import { runEndings } from './endings.js';
import type { Engine } from './failpoint.js';
import { section, table, verdict } from './report.js';
import { runChaos, type ChaosResult } from './run.js';
import type { Services } from './services.js';

const HELP = `npm run chaos -- [--engine embedded|kafka] [--kills 200] [--seed 7] [--days 40] [--rows 100] [--within MINUTES]
                 [--write FILE] [--keep]
npm run chaos -- --endings
npm run chaos -- --broker-kills 10

Runs a load twice, once in peace and once under kills and other faults drawn from the seed, and compares everything that
comes out. Ends with 0 when nothing is lost, doubled or different.

  --engine  which one (default: embedded)
  --kills   at least so many processes die (default: 200)
  --seed    same seed, same load, same faults (default: 1)
  --days    of event time (default: 40)
  --rows    predictions of each of the three models in a day (default: 100)
  --within  no fault strikes after so many minutes: the rest of the load comes in peace, the books are compared, and the
            summary says how many were killed (default: until all are)
  --write   puts the summary into this Markdown file, in place of the engine's last one
  --keep    keeps the folder of the run
  --endings what nobody can mend, on Kafka: offsets reset, records expired before they were read, a topic recreated;
            Leeway has to stop and say so each time
  --broker-kills
            kills the broker so often in the midst of commits that follow one another; nothing may be lost or doubled`;

/** @returns the exit code */
export async function main(args: readonly string[], services: Services): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      engine: { type: 'string', default: 'embedded' },
      kills: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      days: { type: 'string', default: '40' },
      rows: { type: 'string', default: '100' },
      within: { type: 'string' },
      write: { type: 'string' },
      keep: { type: 'boolean', default: false },
      endings: { type: 'boolean', default: false },
      'broker-kills': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const engine = engineOf(values.engine);
  const folder = mkdtempSync(join(tmpdir(), 'leeway-chaos-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // Interrupted, it leaves nothing behind either: processes and mounts end with `exit`.
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  if (!values.keep) process.once('exit', remove);
  const began = performance.now();
  const say = (words: string): void =>
    console.error(`${((performance.now() - began) / 1_000).toFixed(1).padStart(7)} s  ${words}`);
  const brokerKills = values['broker-kills'];
  if (brokerKills !== undefined) {
    const kills = wholeNumber('--broker-kills', brokerKills);
    return killBroker(services, kills, wholeNumber('--seed', values.seed), say);
  }
  if (values.endings) return endings(services, folder, wholeNumber('--seed', values.seed), say);
  let result: ChaosResult;
  try {
    result = await runChaos({
      engine,
      kills: wholeNumber('--kills', values.kills),
      everyKind: true,
      ...(values.within !== undefined && { withinMs: 60_000 * wholeNumber('--within', values.within) }),
      seed: wholeNumber('--seed', values.seed),
      days: wholeNumber('--days', values.days),
      rowsADay: wholeNumber('--rows', values.rows),
      folder,
      build: builtBeside(),
      services,
      say,
    });
  } finally {
    if (!values.keep) remove();
  }
  const command =
    `npm run chaos -- ${args.filter((arg, i) => arg !== '--write' && args[i - 1] !== '--write').join(' ')}`.trim();
  if (values.write !== undefined)
    writeSection(values.write, section(result, command, new Date().toISOString().slice(0, 10)));
  for (const words of result.skipped) console.log(`skipped: ${words}`);
  console.log(`${table(result)}\n\n${verdict(result)}\n${JSON.stringify(result)}`);
  return result.wrong.length === 0 ? 0 : 1;
}

async function endings(
  services: Services,
  folder: string,
  seed: number,
  say: (words: string) => void,
): Promise<number> {
  const kafka = await services.kafka();
  try {
    const found = await runEndings({ kafka, build: builtBeside(), folder, seed, say });
    for (const { harm, ending, words } of found) console.log(`${ending.padEnd(8)} ${harm}: ${words}`);
    console.log(JSON.stringify(found));
    return found.every(({ ending }) => ending === 'stopped') ? 0 : 1;
  } finally {
    await kafka.stop();
  }
}

async function killBroker(
  services: Services,
  kills: number,
  seed: number,
  say: (words: string) => void,
): Promise<number> {
  const kafka = await services.kafka();
  try {
    const { records, doubled, missing, ended, recovered } = await runBrokerKills({ kafka, kills, seed, say });
    for (const words of [...doubled, ...ended]) console.log(words);
    console.log(
      `${kills} kills of the broker: ${records} copies, ${missing} missing, ${doubled.length} doubled, ${ended.length} members ended; ${recovered} times a commit was found that the broker had forgotten`,
    );
    return missing + doubled.length + ended.length === 0 ? 0 : 1;
  } finally {
    await kafka.stop();
  }
}

/** The build that this file itself is part of: its processes run the very code that compares them. */
function builtBeside() {
  const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
  return { cli: path('../../src/cli/main.js'), preload: path('preload.js') };
}

function engineOf(text: string): Engine {
  if (text === 'embedded' || text === 'kafka') return text;
  throw new Error(`--engine must be embedded or kafka, got ${text}`);
}

function wholeNumber(flag: string, text: string): number {
  const n = Number(text);
  if (!Number.isSafeInteger(n) || n < 0)
    throw new Error(`${flag} must be a whole number, 0 or more, got ${text}`);
  return n;
}

/** Replaces the section with the same heading, or adds it. */
function writeSection(file: string, text: string): void {
  const heading = text.split('\n', 1)[0] ?? '';
  const parts = readFileSync(file, 'utf8').split(/^(?=## )/m);
  const at = parts.findIndex((part) => part.startsWith(`${heading}\n`));
  if (at >= 0) parts[at] = text;
  else parts.push(text);
  writeFileSync(file, `${parts.map((part) => part.trim()).join('\n\n')}\n`);
}
