/**
 * The LMDB environment and its layout:
 * - `blocks`: [topic, partition, first offset] -> block (see `block.ts`)
 * - `latest`: [topic, partition, digest of the record's key] -> offset of its latest record; compacted topics only
 * - `tombstones`: [topic, partition, offset] -> digest and append time of each tombstone; compacted topics only
 * - `ledger`: [kind, name] -> JSON: topics, extents, committed offsets, epochs (see `ledger.ts`)
 *
 * The environment belongs to one process (see `directory-lock.ts`) and has one writer in it (see `group-commit.ts`); others may
 * read it (see `embedded-reader.ts`).
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { open, type Database, type RootDatabase } from 'lmdb';

export type PartitionKey = [topic: string, partition: number];
export type BlockKey = [topic: string, partition: number, first: number];
export type LatestKey = [topic: string, partition: number, digest: string];
export type LedgerKey = [kind: string, name: string];

export interface Tombstone {
  readonly digest: string;
  readonly appendedAt: number;
}

export interface Store {
  readonly environment: RootDatabase;
  readonly closed: boolean;
  readonly blocks: Database<Buffer, BlockKey | PartitionKey>;
  readonly latest: Database<number, LatestKey>;
  readonly tombstones: Database<Tombstone, BlockKey | PartitionKey>;
  readonly ledger: Database<unknown, LedgerKey>;
  close(): Promise<void>;
}

/** Virtual address space only: LMDB maps the file sparsely and lmdb-js maps more when the file outgrows it. */
const mapBytes = 64 * 1024 ** 3;

/** @param options.readOnly of a log that is there, whoever owns it */
export function openStore(directory: string, { readOnly = false } = {}): Store {
  const environment = open({
    path: join(directory, 'log.mdb'),
    mapSize: mapBytes,
    maxDbs: 8,
    readOnly,
    // The one writer makes its own transactions. With event-turn batching lmdb-js 3.5 also drops a rejected promise
    // of its own when a transaction fails (a full disk), which would end the process.
    eventTurnBatching: false,
  });
  let closed = false;
  return {
    environment,
    blocks: environment.openDB<Buffer, BlockKey | PartitionKey>({ name: 'blocks', encoding: 'binary' }),
    latest: environment.openDB<number, LatestKey>({ name: 'latest', encoding: 'json' }),
    tombstones: environment.openDB<Tombstone, BlockKey | PartitionKey>({
      name: 'tombstones',
      encoding: 'json',
    }),
    ledger: environment.openDB<unknown, LedgerKey>({ name: 'ledger', encoding: 'json' }),
    get closed() {
      return closed;
    },
    close: async () => {
      closed = true;
      await environment.close();
    },
  };
}

/** LMDB limits a key's length, and a record's key has none: so the index of latest records goes by digest. */
export function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
