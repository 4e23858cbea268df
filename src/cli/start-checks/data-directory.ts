/** The data directory: can it be written to, does this version know what is in it, is there room? */
import { access, constants, mkdir, readFile, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytes } from '../../server/status/words.js';
import { VERSION } from '../version.js';

/** Of the directory as a whole: which files lie where. Each of them has a format of its own besides. */
export const LAYOUT = 1;
const MARKER = 'leeway.json';
/** With less than this even a small run cannot begin. */
const LEAST_FREE = 64 * 2 ** 20;

interface Marker {
  readonly layout: number;
  /** Version of Leeway that has used it last. */
  readonly version: string;
}

/**
 * Creates it where it is missing, and marks it as ours.
 * @param enough free bytes below which a warning says so
 * @param freeBytes asked by default of the operating system
 */
export async function dataDirectory(
  path: string,
  enough: number,
  warn: (text: string) => void,
  freeBytes: (path: string) => Promise<number> = freeAt,
): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`the data directory ${path} cannot be used: ${whyNot(error)}`, { cause: error });
  }
  const free = await freeBytes(path);
  if (free < LEAST_FREE) {
    throw new Error(
      `only ${bytes(free)} are free in ${path}: free space, or name a larger disk with --data (at least ${bytes(LEAST_FREE)})`,
    );
  }
  if (free < enough) warn(`only ${bytes(free)} are free in ${path}: a full disk makes ingestion answer 429`);
  await mark(path);
}

async function mark(path: string): Promise<void> {
  const file = join(path, MARKER);
  const found = await readMarker(file);
  if (found && found.layout > LAYOUT) {
    throw new Error(
      `${path} was last used by Leeway ${found.version} (layout ${found.layout}), and this is ${VERSION} (layout ${LAYOUT}): ` +
        'start that version or a newer one, or name another directory with --data',
    );
  }
  if (found?.version === VERSION && found.layout === LAYOUT) return;
  await writeFile(file, `${JSON.stringify({ layout: LAYOUT, version: VERSION } satisfies Marker)}\n`);
}

async function readMarker(file: string): Promise<Marker | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { layout, version } = JSON.parse(text) as Partial<Marker>;
    if (typeof layout === 'number' && typeof version === 'string') return { layout, version };
  } catch {
    // A write that was cut off leaves half a line, and is made anew: what counts is in the files beside it.
  }
  return null;
}

function whyNot(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `${code}: no permission; give it to the user that runs Leeway (chown), or name another one with --data`;
    case 'EROFS':
      return 'EROFS: the file system is read-only; name another one with --data';
    case 'EEXIST':
    case 'ENOTDIR':
      return `${code}: there is a file in its place; name a folder with --data`;
    case 'ENOSPC':
      return 'ENOSPC: the disk is full; free space, or name another one with --data';
    case undefined:
    default:
      return message;
  }
}

async function freeAt(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}
