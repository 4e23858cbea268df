/** The compiled entry point of the training worker: worker threads of Node 20 run no TypeScript. */
import { existsSync } from 'node:fs';

export const workerUrl = new URL('../../../dist/src/training/worker/main.js', import.meta.url);

if (!existsSync(workerUrl)) {
  throw new Error(
    `${workerUrl.pathname} is missing: run 'npx tsc -p tsconfig.build.json' first ('npm test' does)`,
  );
}
