// Before whatever runs `dist/` (`npm start`, `npm run leeway`, `npm test`, ...): builds it where it is missing or older
// than its sources. Speaks on standard error: standard output belongs to the command that follows.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MAIN, staleSources } from './stale-sources.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
if (staleSources(root).length > 0) {
  process.stderr.write('Building Leeway, which takes about 20 seconds ...\n');
  const { status, error } = spawnSync('npm', ['run', 'build', '--silent'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    // Windows has npm as a script of its shell.
    shell: process.platform === 'win32',
  });
  if (error) process.stderr.write(`cannot run npm: ${error.message}\n`);
  // The compiler writes what it can even where types are wrong: that is no build, and must not pass for one next time.
  if (status !== 0) rmSync(`${root}${MAIN}`, { force: true });
  process.exitCode = status ?? 1;
}
