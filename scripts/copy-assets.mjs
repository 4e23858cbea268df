// Part of `npm run build`: puts the files that TypeScript does not compile next to the compiled ones.
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);

/** Folders whose files are served as they are. */
const assets = ['src/dashboard/'];

for (const folder of assets) {
  const target = fileURLToPath(new URL(`dist/${folder}`, root));
  // Emptied first: a file that is gone from the sources must not live on in an old build.
  rmSync(target, { recursive: true, force: true });
  cpSync(fileURLToPath(new URL(folder, root)), target, {
    recursive: true,
    // What only the type checker reads is nothing to serve.
    filter: (source) => !source.endsWith('tsconfig.json'),
  });
}
