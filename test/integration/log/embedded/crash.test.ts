import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createEmbeddedLog, type EmbeddedLog } from '../../../../src/log/embedded/index.js';
import { consume } from '../../../contract/event-log/consumer.js';
import { eventually, readAll, texts } from '../../../contract/event-log/fixture.js';
import { builtEmbeddedLog } from './built.js';
import { temporaryDirectory } from './temporary-log.js';

const childFile = (name: string): string => join(import.meta.dirname, name);

/** Runs the copying child until it has said `lines` lines, lets it go on for `ms` more, and kills it. */
async function runAndKill(directory: string, lines: number, ms: number): Promise<number> {
  const module = pathToFileURL(builtEmbeddedLog()).href;
  const child = spawn(process.execPath, [childFile('copying-child.mjs'), module, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let promised = 0;
  let seen = 0;
  const output = createInterface({ input: child.stdout });
  const closed = once(output, 'close');
  output.on('line', (line) => {
    promised = Number(line);
    if (++seen === lines) setTimeout(() => child.kill('SIGKILL'), ms);
  });
  const [, signal] = (await exited) as [number | null, string | null];
  await closed;
  expect(signal).toBe('SIGKILL');
  return promised;
}

async function committedOffsets(log: EmbeddedLog): Promise<number[]> {
  const consumer = await consume(log, { group: 'copy', topics: ['in'], process: () => Promise.resolve() });
  await eventually('both tasks', () => consumer.opened.length >= 2);
  await consumer.close();
  return [0, 1].map((p) => consumer.opened.find((task) => task.partition === p)?.committed['in'] ?? -1);
}

describe('a killed process', () => {
  it('leaves a prefix of whole commits, with every promised append in it', async () => {
    const directory = await temporaryDirectory();
    let before = 0;
    // Any moment will do, and each run of this test finds others; the list only spreads them.
    for (const [lines, ms] of [
      [1, 0],
      [5, 3],
      [20, 1],
      [2, 7],
      [30, 0],
      [60, 2],
    ] as const) {
      const promised = await runAndKill(directory, lines, ms);
      const log = await createEmbeddedLog({ directory });
      try {
        const ends: number[] = [];
        for (const partition of [0, 1]) {
          const numbers = texts(await readAll(log, 'in', partition)).map(Number);
          expect(numbers).toEqual(numbers.map((_, i) => i));
          ends.push(numbers.length);
        }
        // An append writes to both partitions: none of them may be without the other.
        expect(ends[0]).toBe(ends[1]);
        expect(ends[0]).toBeGreaterThanOrEqual(promised);
        expect(promised).toBeGreaterThan(before);
        before = promised;

        const committed = await committedOffsets(log);
        const copies = await Promise.all([0, 1].map((partition) => readAll(log, 'out', partition)));
        for (const copy of copies) {
          for (const source of [0, 1]) {
            const copied = texts(copy.filter((r) => r.key === String(source))).map(Number);
            expect(copied).toEqual(Array.from({ length: committed[source] ?? -1 }, (_, i) => i));
          }
        }
        expect(copies[0]?.map((r) => [r.key, r.value])).toEqual(copies[1]?.map((r) => [r.key, r.value]));
      } finally {
        await log.close();
      }
    }
  });
});

describe.skipIf(process.platform === 'win32')('a full disk', () => {
  it('refuses appends with log-full and loses none of those before', async () => {
    const directory = await temporaryDirectory();
    // The shell's limit of a file's size (blocks of 512 or 1,024 bytes) stands in for the end of a disk.
    const command = 'ulimit -f 3000; exec "$0" "$@"';
    const module = pathToFileURL(builtEmbeddedLog()).href;
    const { stdout } = await promisify(execFile)('/bin/sh', [
      '-c',
      command,
      process.execPath,
      childFile('filling-child.mjs'),
      module,
      directory,
    ]);
    const { stored, refusal } = JSON.parse(stdout) as { stored: number; refusal: unknown };
    expect(stored).toBeGreaterThan(5);
    expect(refusal).toMatchObject({ code: 'log-full', handling: 'retry' });
    const log = await createEmbeddedLog({ directory });
    const found = await readAll(log, 't');
    expect(found.map((r) => [r.offset, r.value?.length, r.value?.[0]])).toEqual(
      Array.from({ length: stored }, (_, i) => [i, 100_000, i]),
    );
    await log.close();
  });
});
