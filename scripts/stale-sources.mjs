// Which sources have no compiled file beside them that is as new as they are: what a build has to be made for.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that `tsconfig.build.json` compiles. */
const FOLDERS = ['src', 'consumers', 'producers', 'detectors', 'bench'];
/** Files that are served as they are (see copy-assets.mjs); what only the type checker reads is not. */
const ASSETS = join('src', 'dashboard');
/** What everything is compiled by. */
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json'];
/** Stands for the whole build. */
export const MAIN = join('dist', 'src', 'cli', 'main.js');

/**
 * @param {string} root of the project
 * @returns {string[]} paths from there, in the order of the folders
 */
export function staleSources(root) {
  const changed = (/** @type {string} */ path) =>
    statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(root, '/').length)),
  );
  return [
    ...SETTINGS.filter((file) => changed(file) > changed(MAIN)),
    ...files.filter((file) => {
      const output = outputOf(file);
      return output !== null && changed(output) < changed(file);
    }),
  ];
}

/** Where a source ends up; null: it is not part of a build. */
function outputOf(/** @type {string} */ file) {
  if (file.startsWith(ASSETS)) return file.endsWith('tsconfig.json') ? null : join('dist', file);
  if (file.endsWith('.d.ts') || !/\.[cm]?[jt]s$/.test(file)) return null;
  return join('dist', file.replace(/ts$/, 'js'));
}
