import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileSnapshots } from '../../../consumers/runtime/file-snapshots.js';
import { logSnapshots } from '../../../consumers/runtime/log-snapshots.js';
import type { Snapshot } from '../../../consumers/runtime/stage.js';
import { toOffset } from '../../../src/log/port.js';
import { temporaryDirectory, temporaryLog } from '../log/embedded/temporary-log.js';
import { makeTopics } from './counting-stage.js';

function snapshot(bytes: number, offset: number): Snapshot {
  return {
    upTo: { left: toOffset(offset), right: toOffset(2 * offset) },
    state: Uint8Array.from({ length: bytes }, (_, i) => (i * 31 + offset) % 251),
  };
}

const plain = (found: Snapshot | null) =>
  found && { upTo: found.upTo, state: Buffer.from(found.state).toString('base64') };

describe('snapshots in files', () => {
  it('come back as they were saved, one for each partition', async () => {
    const store = fileSnapshots(join(await temporaryDirectory(), 'made', 'when', 'needed'), 's');
    expect(await store.load(0)).toBeNull();
    await store.save?.(0, snapshot(1000, 1));
    await store.save?.(1, snapshot(0, 2));
    await store.save?.(0, snapshot(10, 3));
    expect(plain(await store.load(0))).toEqual(plain(snapshot(10, 3)));
    expect(plain(await store.load(1))).toEqual(plain(snapshot(0, 2)));
  });

  it('are as good as none when the file is damaged in any byte after the first, or cut anywhere', async () => {
    const directory = await temporaryDirectory();
    const store = fileSnapshots(directory, 's');
    await store.save?.(0, snapshot(40, 1));
    const path = join(directory, 's-0.snapshot');
    const whole = await readFile(path);
    for (let i = 1; i < whole.length; i++) {
      const damaged = Buffer.from(whole);
      damaged[i] = (damaged[i] as number) ^ 0x55;
      await writeFile(path, damaged);
      expect(await store.load(0), `byte ${i} damaged`).toBeNull();
      await writeFile(path, whole.subarray(0, i));
      expect(await store.load(0), `cut at ${i}`).toBeNull();
    }
    await writeFile(path, '');
    expect(await store.load(0)).toBeNull();
  });

  it('of a newer format are refused, with what to do', async () => {
    const directory = await temporaryDirectory();
    const path = join(directory, 's-0.snapshot');
    await writeFile(path, Buffer.from([99, 0, 0, 0, 0]));
    await expect(fileSnapshots(directory, 's').load(0)).rejects.toThrow(
      `${path} was written by a newer Leeway (format 99, this one knows`,
    );
  });
});

describe('snapshots in the log', () => {
  it('come back as they were committed, in chunks below the limit of a record', async () => {
    const { log } = await temporaryLog();
    await makeTopics(log);
    const store = logSnapshots(log, 'state', 's');
    expect(await store.load(0)).toBeNull();
    const large = snapshot(2.5 * 512 * 1024, 5);
    const records = store.asRecords?.(0, large) ?? [];
    expect(records.map(({ key, value }) => [key, (value?.length ?? 0) <= 512 * 1024])).toEqual([
      ['s/0/0', true],
      ['s/0/1', true],
      ['s/0/2', true],
    ]);
    await log.append(records);
    expect(plain(await store.load(0))).toEqual(plain(large));
  });

  it('are not mixed up with leftovers of a longer older one, of other stages and partitions', async () => {
    const { log } = await temporaryLog();
    await makeTopics(log);
    const store = logSnapshots(log, 'state', 's');
    await log.append(store.asRecords?.(0, snapshot(1_500_000, 1)) ?? []);
    await log.append(logSnapshots(log, 'state', 'other').asRecords?.(0, snapshot(20, 7)) ?? []);
    await log.append(
      (store.asRecords?.(1, snapshot(30, 8)) ?? []).map((record) => ({ ...record, partition: 0 })),
    );
    await log.append(store.asRecords?.(0, snapshot(600_000, 2)) ?? []);
    expect(plain(await store.load(0))).toEqual(plain(snapshot(600_000, 2)));
    await log.append(store.asRecords?.(0, snapshot(10, 3)) ?? []);
    expect(plain(await store.load(0))).toEqual(plain(snapshot(10, 3)));
  });

  it('of which chunks are missing are as good as none', async () => {
    const { log } = await temporaryLog();
    await makeTopics(log);
    const store = logSnapshots(log, 'state', 's');
    await log.append((store.asRecords?.(0, snapshot(1_500_000, 1)) ?? []).toSpliced(1, 1));
    expect(await store.load(0)).toBeNull();
    // What an older one has left in the place of the missing chunk does not stand in for it.
    await log.append(store.asRecords?.(0, snapshot(1_500_000, 2)) ?? []);
    expect(await store.load(0)).not.toBeNull();
    await log.append((store.asRecords?.(0, snapshot(1_500_000, 3)) ?? []).toSpliced(1, 1));
    expect(await store.load(0)).toBeNull();
  });

  it('of a newer format are refused, with what to do', async () => {
    const { log } = await temporaryLog();
    await makeTopics(log);
    const store = logSnapshots(log, 'state', 's');
    const [record] = store.asRecords?.(0, snapshot(10, 1)) ?? [];
    if (!record?.value) throw new Error('no record');
    record.value[0] = 99;
    await log.append([record]);
    await expect(store.load(0)).rejects.toThrow(
      'snapshot of s, partition 0, in topic state was written by a newer Leeway',
    );
  });
});
