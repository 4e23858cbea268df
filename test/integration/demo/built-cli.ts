/**
 * Processes that are started, watched and killed run plain JavaScript: the build in `dist/`, which `npm test` makes. An
 * outdated build is an error, so that these tests never pass on code that is not there any more.
 */
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SOURCES = ['src', 'consumers', 'producers', 'detectors'];

/** Path of the command line's main module. `LEEWAY_CLI` names that of another build, such as an installed package's. */
export function builtCli(): string {
  const given = process.env['LEEWAY_CLI'];
  if (given !== undefined && given !== '') return resolve(given);
  const stale = SOURCES.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file)),
  ).filter((file) => {
    const output = statSync(join('dist', file.replace(/\.ts$/, '.js')), { throwIfNoEntry: false });
    return output === undefined || output.mtimeMs < statSync(file).mtimeMs;
  });
  if (stale.length > 0) {
    throw new Error(
      `dist/ is missing or older than its sources (${stale.slice(0, 5).join(', ')}): run "npm run build" first`,
    );
  }
  return resolve('dist/src/cli/main.js');
}
