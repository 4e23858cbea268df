/** Reading a log that another process owns, writes and shortens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createEmbeddedLog, openEmbeddedReader } from '../../../../src/log/embedded/index.js';
import { toOffset } from '../../../../src/log/port.js';
import { eventually } from '../../../contract/event-log/fixture.js';
import { builtEmbeddedLog } from './built.js';
import { temporaryDirectory } from './temporary-log.js';

it('hands out what is there beside its owner, each record whole and in its place', async () => {
  const directory = await temporaryDirectory();
  const module = pathToFileURL(builtEmbeddedLog()).href;
  const owner = spawn(process.execPath, [join(import.meta.dirname, 'writing-child.mjs'), module, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(owner, 'exit');
  let promised = 0;
  const lines = createInterface({ input: owner.stdout });
  lines.on('line', (line) => {
    promised = Number(line);
  });
  try {
    await eventually('some records', () => promised >= 500);
    const reader = openEmbeddedReader(directory);
    let removed = 0;
    for (let round = 0; round < 20; round++) {
      const known = promised;
      const { first, next } = await reader.range('t', 0);
      expect(next).toBeGreaterThanOrEqual(known);
      const offsets: number[] = [];
      await reader.read('t', 0, first, next, async (records) => {
        for (const { offset, value } of records) {
          expect(value?.toString('utf8')).toBe(String(offset));
          offsets.push(offset);
        }
        // Long enough for the owner to append and remove in between.
        await pause(5);
      });
      expect(offsets).toEqual(offsets.map((_, i) => (offsets[0] ?? 0) + i));
      expect(offsets.at(-1)).toBe(next - 1);
      removed = first;
      // Below what is kept nothing is handed out, and nothing fails.
      const gone: number[] = [];
      await reader.read('t', 0, toOffset(0), toOffset(10), (records) => {
        gone.push(...records.map(({ offset }) => offset));
      });
      expect(gone).toEqual([]);
    }
    expect(removed).toBeGreaterThan(0);
    await reader.close();
  } finally {
    owner.kill('SIGKILL');
    await exited;
  }
  // The next owner finds all of it, and nobody in the way.
  const log = await createEmbeddedLog({ directory });
  const { next } = await log.range('t', 0);
  expect(next).toBeGreaterThanOrEqual(promised);
  await log.close();
});

it('refuses what is not there, as its owner would', async () => {
  const directory = await temporaryDirectory();
  const log = await createEmbeddedLog({ directory });
  await log.ensureTopics([
    { name: 't', partitions: 1, cleanup: 'delete', retentionMs: -1, maxRecordBytes: 1_000 },
  ]);
  await log.close();
  const reader = openEmbeddedReader(directory);
  await expect(reader.range('other', 0)).rejects.toMatchObject({ code: 'topic-mismatch' });
  await expect(reader.range('t', 1)).rejects.toThrow('topic t has partitions 0 to 0, not 1');
  expect(await reader.range('t', 0)).toEqual({ first: 0, next: 0 });
  await reader.close();
});
