import { statfsSync } from 'node:fs';
import { LogError } from '../errors.js';

const MiB = 1024 * 1024;
/** Below this records are refused; what moves offsets, or frees room (retention), still goes on. */
const KEPT_FREE = 32 * MiB;
/** Below this nothing is written. */
const KEPT_FREE_AT_ALL = 8 * MiB;
/** Pages are copied when they change, and blocks are rounded up to pages. */
const PAGES_A_BYTE = 2;

/**
 * The room that a disk had when it was looked at. The log stops writing before the disk is full: where it takes only a part
 * of a write, lmdb-js 3.5 damages the memory of its process ("malloc(): corrupted top size" within seconds of retries), and
 * a full disk must be an answer to the caller, not a crash.
 */
export class DiskRoom {
  readonly #directory: string;
  #free: number;

  constructor(directory: string, freeBytes: number) {
    this.#directory = directory;
    this.#free = freeBytes;
  }

  /** Throws `LogError` (`log-full`) where not even an offset may be written any more. */
  check(): void {
    if (this.#free < KEPT_FREE_AT_ALL) throw this.#full(KEPT_FREE_AT_ALL, 0);
  }

  /** Throws `LogError` (`log-full`) where records of so many bytes would leave too little. */
  checkRecords(bytes: number): void {
    if (this.#free - PAGES_A_BYTE * bytes < KEPT_FREE) throw this.#full(KEPT_FREE, bytes);
  }

  /** Takes what was staged, so that all operations of one transaction fit together. */
  take(bytes: number): void {
    this.#free -= PAGES_A_BYTE * bytes;
  }

  #full(kept: number, bytes: number): LogError {
    const free = Math.max(0, Math.floor(this.#free / MiB));
    return new LogError(
      'log-full',
      `the disk of ${this.#directory} has ${free} MiB left, and the embedded log keeps ${kept / MiB} MiB of it free` +
        `${bytes > 0 ? ` beside the ${bytes} bytes to be written` : ''}; free space, or move the data directory to a larger disk`,
    );
  }
}

/** What the disk under a directory has left for this process, bytes. */
export function freeBytesOf(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}
