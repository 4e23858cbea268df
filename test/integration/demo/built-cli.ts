/**
 * Processes that are started, watched and killed run plain JavaScript: the build in `dist/`, which `npm test` makes. An
 * outdated build is an error, so that these tests never pass on code that is not there any more.
 */
import { resolve } from 'node:path';
import { MAIN, staleSources } from '../../../scripts/stale-sources.mjs';

/** Path of the command line's main module. `LEEWAY_CLI` names that of another build, such as an installed package's. */
export function builtCli(): string {
  const given = process.env['LEEWAY_CLI'];
  if (given !== undefined && given !== '') return resolve(given);
  const stale = staleSources(process.cwd());
  if (stale.length > 0) {
    throw new Error(
      `dist/ is missing or older than its sources (${stale.slice(0, 5).join(', ')}): run "npm run build" first`,
    );
  }
  return resolve(MAIN);
}
