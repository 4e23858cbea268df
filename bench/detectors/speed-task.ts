/** Times one detector in a thread of its own, as its user has it: no other detector has shaped the compiled code. */
import { parentPort, workerData } from 'node:worker_threads';
import { createDetector } from '../../detectors/index.js';
import type { DetectorName } from '../../detectors/registry.js';
import { QUIET } from '../../detectors/single-verdict.js';
import { drive, type Updates } from './drive.js';
import { paneUpdates } from './pane-updates.js';

export interface SpeedTask {
  /** null: nothing but the loop. */
  readonly detector: DetectorName | null;
  readonly reads: 'values' | 'panes';
  readonly values: readonly number[];
  readonly runs: number;
  /** Least milliseconds of one run; values are gone through as often as that takes. */
  readonly least: number;
}

/** Nanoseconds of CPU time an update, garbage collection included, one figure a run. What else runs does not count. */
export type SpeedResult = readonly number[];

/** Every reference is learned in so many: what is timed is what goes on for months. */
const LEARNED_IN = 6_000;

const task = workerData as SpeedTask;
const head = task.values.slice(0, LEARNED_IN);
const once = Math.max(1, timed(1));
const rounds = Math.max(1, Math.ceil((task.least * 1e6) / (once * task.values.length)));
timed(rounds);
const result: SpeedResult = Array.from({ length: task.runs }, () => timed(rounds));
parentPort?.postMessage(result, []);

function timed(times: number): number {
  const updates = create();
  drive(updates, head);
  const begin = process.cpuUsage();
  for (let time = 0; time < times; time++) drive(updates, task.values);
  const { user, system } = process.cpuUsage(begin);
  return ((user + system) * 1e3) / (times * task.values.length);
}

function create(): Updates {
  if (task.detector === null) return { update: () => QUIET };
  return task.reads === 'panes' ? paneUpdates(task.detector) : createDetector(task.detector);
}
