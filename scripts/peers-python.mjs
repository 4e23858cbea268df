// `node scripts/peers-python.mjs [PYTHON]`: makes the Python with which our detectors, metrics, distances and fairness are
// compared (river, scikit-learn, SciPy, fairlearn at the versions of test/integration/peers/requirements.txt) in
// `.cache/peers-python`, from PYTHON (default: python3). Progress goes to standard error; its path, for LEEWAY_PYTHON, is
// the one line of standard output. One that is there already is only named.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const requirements = fileURLToPath(new URL('../test/integration/peers/requirements.txt', import.meta.url));
const folder = fileURLToPath(new URL('../.cache/peers-python/', import.meta.url));
const python = `${folder}bin/python`;
/** Written last: the requirements that the folder has. */
const installed = `${folder}requirements.txt`;
const base = process.argv[2] ?? 'python3';

try {
  if (isReady()) say('is there already');
  else make();
  console.log(python);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}

function isReady() {
  return (
    existsSync(python) &&
    existsSync(installed) &&
    readFileSync(installed, 'utf8') === readFileSync(requirements, 'utf8')
  );
}

function make() {
  checkBase();
  rmSync(folder, { recursive: true, force: true });
  const started = performance.now();
  say(`creating ${folder} with ${base}`);
  run(base, ['-m', 'venv', folder], 'see above');
  say('installing, a minute or so');
  run(
    python,
    [
      '-m',
      'pip',
      'install',
      '--disable-pip-version-check',
      '--only-binary=:all:',
      '--no-deps',
      '-r',
      requirements,
    ],
    'pip installs from PyPI: is there a network, and a wheel of each for this Python and platform?',
  );
  run(
    python,
    ['-m', 'pip', '--disable-pip-version-check', 'check'],
    'requirements.txt lacks what is named above',
  );
  writeFileSync(installed, readFileSync(requirements));
  say(`done in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

function checkBase() {
  const probe = spawnSync(
    base,
    ['-c', 'import sys; print(sys.version_info >= (3, 11)); import ensurepip, venv'],
    {
      encoding: 'utf8',
    },
  );
  if (probe.error !== undefined) {
    throw new Error(
      `cannot run ${base} (${probe.error.message}): install Python 3.11 or later, or name one: ${usage()}`,
    );
  }
  if (probe.stdout.startsWith('False')) {
    throw new Error(`${base} is older than Python 3.11: install a later one and name it: ${usage()}`);
  }
  if (probe.status !== 0) {
    throw new Error(
      `${base} has no venv: install it (Debian and Ubuntu: apt-get install python3-venv). ${probe.stderr.trim()}`,
    );
  }
}

/** What the command says is progress: on standard error. */
function run(command, args, advice) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', process.stderr.fd, 'inherit'] });
  if (error !== undefined) throw error;
  if (status !== 0)
    throw new Error(`${command} ${args.slice(0, 3).join(' ')} ended with ${status}: ${advice}`);
}

function usage() {
  return 'node scripts/peers-python.mjs /path/to/python';
}

function say(what) {
  process.stderr.write(`peers-python: ${what}\n`);
}
