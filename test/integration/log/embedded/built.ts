/**
 * A process that is to be killed runs plain JavaScript: the build in `dist/`, which `npm test` makes. A missing or an
 * outdated build is an error, so that such a test never passes on code that is not there any more.
 */
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export function builtEmbeddedLog(): string {
  const source = resolve('src/log');
  const built = resolve('dist/src/log');
  const stale = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('kafka'))
    .filter((file) => {
      const output = statSync(join(built, file.replace(/\.ts$/, '.js')), { throwIfNoEntry: false });
      return output === undefined || output.mtimeMs < statSync(join(source, file)).mtimeMs;
    });
  if (stale.length > 0) {
    throw new Error(
      `dist/ is missing or older than its sources (${stale.join(', ')}): run "npm run build" first`,
    );
  }
  return join(built, 'embedded/index.js');
}
