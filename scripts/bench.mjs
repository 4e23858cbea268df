// `npm run bench -- NAME [ARGUMENTS]`: runs one benchmark, `bench/NAME.ts` as the build has compiled it; without a name
// it lists them all, each with the first sentence of its file.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const sources = new URL('../bench/', import.meta.url);
const names = readdirSync(sources, { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => entry.name.slice(0, -'.ts'.length))
  .sort();

const [name, ...args] = process.argv.slice(2);
if (name === undefined) {
  console.log(`npm run bench -- NAME\n\n${list()}`);
} else if (!names.includes(name)) {
  console.error(`There is no benchmark '${name}'. There are:\n\n${list()}`);
  process.exitCode = 2;
} else {
  const compiled = fileURLToPath(new URL(`../dist/bench/${name}.js`, import.meta.url));
  const child = spawn(process.execPath, [compiled, ...args], { stdio: 'inherit' });
  // Ctrl-C reaches the benchmark too, which cleans up behind itself; wait for that.
  process.on('SIGINT', () => {});
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function list() {
  const width = Math.max(...names.map((each) => each.length));
  return names.map((each) => `  ${each.padEnd(width)}  ${claim(each)}`).join('\n');
}

/** What a benchmark shows: the first sentence of the comment at the top of its file. */
function claim(each) {
  const text = readFileSync(new URL(`${each}.ts`, sources), 'utf8');
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1] ?? '';
  const words = comment
    .replaceAll(/^\s*\*/gm, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return (/^.*?[.:?](?=\s|$)/.exec(words)?.[0] ?? words).replace(/:$/, '');
}
