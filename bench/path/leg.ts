/** One leg of the benchmark in a process of its own, so that its memory and CPU time are its own. Answers by IPC. */
import { loadBacklog } from './load.js';
import { readEmbeddedLog, readKafka } from './floor.js';
import type { LegResult, LegTask, Measured } from './leg-task.js';
import { recordProfile } from './record-profile.js';
import { runWholePath } from './whole-path.js';

const task = JSON.parse(process.argv[2] ?? '') as LegTask;
const { profile } = task;
const measured = await (profile === null ? run(task) : recordProfile(profile, () => run(task)));
const { user, system } = process.cpuUsage();
const result: LegResult = {
  ...measured,
  cpuSeconds: (user + system) / 1e6,
  // Node gives it in KiB.
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
// A leg is over when it has answered: a socket that is still closing must not keep the next one waiting.
process.send?.(result, () => process.exit());

function run(task: LegTask): Promise<Measured> {
  switch (task.leg) {
    case 'load':
      return loadBacklog(task);
    case 'floor':
      return task.kafka ? readKafka(task, task.kafka) : readEmbeddedLog(task);
    case 'path':
      return runWholePath(task);
  }
}
