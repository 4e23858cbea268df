import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Asked before long work whose result is written at the end.
 * @throws what was asked for, and the folder that is missing
 */
export function requireFolderOf(flag: string, path: string | undefined): void {
  if (path === undefined || existsSync(dirname(path))) return;
  throw new Error(`${flag} ${path}: there is no folder ${dirname(path)}`);
}
