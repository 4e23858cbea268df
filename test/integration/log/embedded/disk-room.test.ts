/**
 * A disk that fills up. lmdb-js damages the memory of its process when the disk takes only a part of a write, so the log has to
 * stop before; the child below died within seconds (SIGABRT) when it did not.
 */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mountSmallDisk } from '../../../../bench/chaos/small-disk.js';
import { numbered, readAll, record, spec } from '../../../contract/event-log/fixture.js';
import { builtEmbeddedLog } from './built.js';
import { temporaryDirectory, temporaryLog } from './temporary-log.js';

const MiB = 2 ** 20;
const full = { name: 'LogError', code: 'log-full', handling: 'retry' };

describe('an embedded log whose disk fills up', () => {
  it('refuses records before the disk is full, says why, and takes them again when there is room', async () => {
    let free = 100 * MiB;
    const { log, directory } = await temporaryLog({ freeBytes: () => free });
    await log.ensureTopics([spec('t')]);
    await log.append(numbered('t', 3));
    free = 20 * MiB;
    const refused = log.append([record('t', 'k', 'x')]);
    await expect(refused).rejects.toMatchObject(full);
    await expect(refused).rejects.toThrow(`the disk of ${directory} has 20 MiB left`);
    free = 100 * MiB;
    await log.append(numbered('t', 2));
    expect((await readAll(log, 't')).map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4]);
  });

  it('still moves offsets and fences, until nearly nothing is left', async () => {
    let free = 20 * MiB;
    const { log } = await temporaryLog({ freeBytes: () => free });
    await log.ensureTopics([spec('t')]);
    await log.fence('g', 0);
    free = 7 * MiB;
    await expect(log.fence('g', 0)).rejects.toMatchObject(full);
    free = 20 * MiB;
    await log.fence('g', 0);
  });

  it('counts all that waits for the same transaction together', async () => {
    const { log } = await temporaryLog({ freeBytes: () => 33 * MiB });
    await log.ensureTopics([spec('t')]);
    const appends = Array.from({ length: 10 }, () => log.append([record('t', 'k', 'x'.repeat(200_000))]));
    const settled = await Promise.allSettled(appends);
    const taken = settled.filter(({ status }) => status === 'fulfilled').length;
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(4);
    expect(await readAll(log, 't')).toHaveLength(taken);
  });
});

describe('a disk that others fill and free again', { timeout: 60_000 }, () => {
  it('does not end the process, and what was answered is there', async ({ skip }) => {
    const folder = join(await temporaryDirectory(), 'disk');
    mkdirSync(folder);
    const disk = mountSmallDisk(folder, 200);
    if ('missing' in disk) skip(disk.missing);
    else onTestFinished(() => disk.unmount());
    const child = join(dirname(fileURLToPath(import.meta.url)), 'crowded-child.mjs');
    const module = pathToFileURL(builtEmbeddedLog()).href;
    // glibc finds damage sooner when it fills what is freed.
    const env = { ...process.env, MALLOC_PERTURB_: '165' };
    const { stdout } = await promisify(execFile)(process.execPath, [child, module, folder], { env });
    const { answered, refused, found } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<
      string,
      number
    >;
    expect(refused).toBeGreaterThan(100);
    expect(answered).toBeGreaterThan(100);
    expect(found).toBe(answered);
  });
});
