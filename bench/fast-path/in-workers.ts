/** Seeds are independent: each worker takes the next one that is left. The results stand in the order of the tasks. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { SeedResult, SeedTask } from './run-seed.js';

/** @param onDone called after each seed */
export async function runInWorkers(
  tasks: readonly SeedTask[],
  workers: number,
  onDone: (done: number) => void,
): Promise<SeedResult[]> {
  const results: SeedResult[] = [];
  let [next, done] = [0, 0];
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('seed-worker.js', import.meta.url));
    try {
      for (let index = next++; index < tasks.length; index = next++) {
        const task = tasks[index];
        if (!task) break;
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        worker.postMessage(task);
        const [result] = (await once(worker, 'message')) as [SeedResult];
        results[index] = result;
        onDone(++done);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, work));
  return results;
}
