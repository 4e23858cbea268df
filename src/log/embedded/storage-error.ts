/** What the failure of an LMDB transaction means for its callers. */
import { LogError } from '../errors.js';

/** ENOSPC, EFBIG, EDQUOT; EIO, which LMDB answers when the disk takes only a part of a write; MDB_MAP_FULL. */
const full = new Set([28, 27, 122, 5, -30792]);

/** Never rejects. A full disk becomes `log-full`: nothing of the transaction is stored, and it may be tried again. */
export async function storageError(error: unknown): Promise<unknown> {
  const cause = await causeOf(error);
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (typeof code !== 'number' || !full.has(code)) return cause;
  return new LogError(
    'log-full',
    `the disk did not take a write of the embedded log (${String(cause)}): most often it is full; free space, or move ` +
      'the data directory to a larger disk',
    { cause },
  );
}

/** lmdb-js rejects with a general error that carries a promise of the real one. */
async function causeOf(error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || !('commitError' in error)) return error;
  try {
    await error.commitError;
    return error;
  } catch (cause) {
    return cause;
  }
}
