import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { toOffset } from '../../src/log/port.js';
import type { Snapshot, SnapshotStore } from './stage.js';

/**
 * First byte of a snapshot: how it is framed (the state inside has a format of its own). A newer one than this is refused,
 * an older one is rebuilt from the log.
 */
const FORMAT = 2;
/** Format, length of the header, CRC-32 of the header. */
const PREFIX = 9;

/**
 * Snapshots as files, one a partition: `[format][length of header][its CRC][header JSON][state]`, replaced by rename, so that a
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

interface Header {
  readonly upTo: Readonly<Record<string, number>>;
  readonly bytes: number;
  /** CRC-32 of the state. */
  readonly crc: number;
  /** Of the state; absent: 1. */
  readonly state?: number;
}

export function encode({ upTo, state, format = 1 }: Snapshot): Buffer {
  const header = Buffer.from(
    JSON.stringify({
      upTo,
      bytes: state.length,
      crc: crc32(state),
      ...(format > 1 && { state: format }),
    } satisfies Header),
  );
  const head = Buffer.alloc(PREFIX);
  head.writeUInt8(FORMAT, 0);
  head.writeUInt32LE(header.length, 1);
  head.writeUInt32LE(crc32(header), 5);
  return Buffer.concat([head, header, state]);
}

/**
 * @returns null for what is damaged or cut short: the snapshot is then rebuilt from the log
 * @throws Error for a newer format: going on would write over what the newer one needs
 */
export function decode(bytes: Buffer, where: string): Snapshot | null {
  if (bytes.length === 0) return null;
  const format = bytes.readUInt8(0);
  if (format > FORMAT) {
    throw new Error(
      `${where} was written by a newer Leeway (format ${format}, this one knows ${FORMAT}): upgrade, or delete it to have it rebuilt`,
    );
  }
  if (format < FORMAT || bytes.length < PREFIX) return null;
  const header = bytes.subarray(PREFIX, PREFIX + bytes.readUInt32LE(1));
  if (crc32(header) !== bytes.readUInt32LE(5)) return null;
  const { upTo, bytes: length, crc, state: stateFormat = 1 } = JSON.parse(header.toString()) as Header;
  const state = bytes.subarray(PREFIX + header.length);
  if (state.length !== length || crc32(state) !== crc) return null;
  return {
    upTo: Object.fromEntries(Object.entries(upTo).map(([topic, offset]) => [topic, toOffset(offset)])),
    state,
    format: stateFormat,
  };
}
