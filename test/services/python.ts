import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Service } from './service.js';

const made = fileURLToPath(new URL('../../.cache/peers-python/', import.meta.url));
const requirements = fileURLToPath(new URL('../integration/peers/requirements.txt', import.meta.url));

/**
 * A Python with river, scikit-learn and SciPy: `address` is its path. `LEEWAY_PYTHON`, else the one that
 * `scripts/peers-python.mjs` has made. Versions are those of `requirements.txt`: another one is no reference.
 */
export function pythonService(): Service {
  const given = process.env['LEEWAY_PYTHON'];
  const path = given !== undefined && given !== '' ? given : pythonMade();
  if (path === undefined) {
    return { name: 'python', missing: 'no LEEWAY_PYTHON; `node scripts/peers-python.mjs` makes one' };
  }
  const wrong = differencesOf(path);
  return wrong === '' ? { name: 'python', address: path } : { name: 'python', missing: `${path}: ${wrong}` };
}

/** Complete, and of the present requirements; undefined else. */
function pythonMade(): string | undefined {
  const installed = `${made}requirements.txt`;
  if (!existsSync(installed)) return undefined;
  return readFileSync(installed, 'utf8') === readFileSync(requirements, 'utf8')
    ? `${made}bin/python`
    : undefined;
}

/** What of the requirements it lacks or has at another version; empty when nothing. */
function differencesOf(path: string): string {
  const pins = readFileSync(requirements, 'utf8')
    .split('\n')
    .filter((line) => line.includes('==') && !line.startsWith('#'));
  const script = `
import sys
from importlib.metadata import PackageNotFoundError, version
def found(name):
    try: return version(name)
    except PackageNotFoundError: return "none"
pins = [pin.split("==") for pin in sys.argv[1:]]
print("; ".join(f"{name} is {found(name)}, not {pin}" for name, pin in pins if found(name) != pin), end="")`;
  try {
    return execFileSync(path, ['-c', script, ...pins], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return `cannot be asked for its packages: ${String(error).split('\n')[0] ?? ''}`;
  }
}
