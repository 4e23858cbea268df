/** The version of this program, as its package says it. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's own `package.json` is the nearest one above this file, built or not. */
function read(folder: string): string {
  let text: string;
  try {
    text = readFileSync(join(folder, 'package.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw error;
    return read(dirname(folder));
  }
  return (JSON.parse(text) as { readonly version: string }).version;
}

export const VERSION = read(dirname(fileURLToPath(import.meta.url)));
