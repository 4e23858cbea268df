/** Runs seeds in a thread of its own. */
import { parentPort } from 'node:worker_threads';
import { runSeed, type SeedTask } from './run-seed.js';

parentPort?.on('message', (task: SeedTask) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
  parentPort?.postMessage(runSeed(task));
});
