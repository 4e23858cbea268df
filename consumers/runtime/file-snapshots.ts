import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toOffset } from '../../src/log/port.js';
import type { Snapshot, SnapshotStore } from './stage.js';

/** First byte of a snapshot file. A newer one than this is refused, an older one is rebuilt from the log. */
const FORMAT = 1;

/**
 * Snapshots as files, one a partition: `[format][length of header][header JSON][state]`, replaced by rename, so that a
 * reader sees the old one or the new one. A file that cannot be read is as good as none: the log has everything.
 */
export function fileSnapshots(directory: string, stage: string): SnapshotStore {
  const path = (partition: number) => join(directory, `${stage}-${partition}.snapshot`);
  return {
    async load(partition) {
      let bytes: Buffer;
      try {
        bytes = await readFile(path(partition));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
      return decode(bytes, path(partition));
    },
    async save(partition, snapshot) {
      await mkdir(directory, { recursive: true });
      const temporary = `${path(partition)}.next`;
      await writeFile(temporary, encode(snapshot));
      await rename(temporary, path(partition));
    },
  };
}

export function encode(snapshot: Snapshot): Buffer {
  const header = Buffer.from(JSON.stringify(snapshot.upTo));
  const head = Buffer.alloc(5);
  head.writeUInt8(FORMAT, 0);
  head.writeUInt32LE(header.length, 1);
  return Buffer.concat([head, header, snapshot.state]);
}

export function decode(bytes: Buffer, where: string): Snapshot | null {
  if (bytes.length < 5) return null;
  const format = bytes.readUInt8(0);
  if (format > FORMAT) {
    throw new Error(`${where} was written by a newer Leeway (format ${format}, this one knows ${FORMAT}): upgrade, or delete the file to rebuild it`);
  }
  if (format < FORMAT) return null;
  const length = bytes.readUInt32LE(1);
  if (bytes.length < 5 + length) return null;
  const upTo = JSON.parse(bytes.subarray(5, 5 + length).toString()) as Record<string, number>;
  return {
    upTo: Object.fromEntries(Object.entries(upTo).map(([topic, offset]) => [topic, toOffset(offset)])),
    state: bytes.subarray(5 + length),
  };
}
