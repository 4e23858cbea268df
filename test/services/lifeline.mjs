// Runs a command for as long as standard input stays open, then ends it and removes its folder:
// `node lifeline.mjs FOLDER COMMAND ARGS...`. The test run holds the other end of the pipe, so even when it is
// killed outright no broker is left behind. A line on it kills the command outright (tests of what that does). Exits with
// the command's own code when the command ends first.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const [folder, command, ...args] = process.argv.slice(2);
let ending = false;
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

function end(code) {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

child.on('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  end(127);
});
child.on('exit', (code) => end(ending ? 0 : (code ?? 1)));

// Ctrl-C reaches the whole process group: the pipe decides when it is over, not the signal.
process.on('SIGINT', () => {});
process.on('SIGTERM', stop);
process.stdin.on('data', () => child.kill('SIGKILL'));
process.stdin.on('end', stop);

function stop() {
  ending = true;
  child.kill();
  setTimeout(() => child.kill('SIGKILL'), 20_000).unref();
}
