/** Commands of a stranger who has only npm, Node and the package. */
import { spawn } from 'node:child_process';

/**
 * Runs a command to its end. What `npm test` tells its children about this project (npm's own variables) is kept from
 * it, but for the user's settings, such as the registry, which npm finds by itself.
 * @returns what it wrote to standard output
 * @throws Error with everything that it wrote, when it failed
 */
export async function outputOf(command: string, args: readonly string[], cwd: string): Promise<string> {
  const child = spawn(command, args, { cwd, env: ownEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  const all: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.push(text);
    all.push(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => all.push(text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return output.join('');
  throw new Error(`${command} ${args.join(' ')} (in ${cwd}) ended with ${String(code)}:\n${all.join('')}`);
}

/** Where the user's own npm settings may stand in the environment. */
const userSettings = new Set(['npm_config_registry', 'npm_config_cache', 'npm_config_userconfig']);

function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => {
      const lower = name.toLowerCase();
      return userSettings.has(lower) || !(lower.startsWith('npm_') || lower === 'init_cwd');
    }),
  );
}
