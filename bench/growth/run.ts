import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KafkaPlace } from '../path/leg-task.js';
import { LegProcess } from '../performance/leg-process.js';
import type { Load } from './load.js';
import type { GrowthAsks, GrowthTask } from './tasks.js';

/** All processes together. */
export interface Cost {
  readonly cpuMicroseconds: number;
  readonly peakBytes: number;
}

/** What one event of a load costs, from the log to the metrics; memory is that of the whole run. */
export async function costOf(
  load: Load,
  kafka: KafkaPlace | null,
  folder: string,
  profile: string | null,
): Promise<Cost> {
  const data = mkdtempSync(join(folder, 'growth-'));
  const open: LegProcess<GrowthAsks>[] = [];
  const start = (does: GrowthTask['does'], name: string, wanted: string | null) => {
    const task: GrowthTask = { ...load, does, data, kafka, profile: wanted };
    const leg = new LegProcess<GrowthAsks>(new URL('leg.js', import.meta.url), task, name);
    open.push(leg);
    return leg;
  };
  try {
    await start('load', 'the process that fills the log', null).finish('load');
    const workers = Array.from({ length: load.processes }, (_, i) =>
      start('work', `process ${i + 1} of ${load.processes}`, i === 0 ? profile : null),
    );
    // The embedded log belongs to one process, and the warm-up has a log of its own.
    await Promise.all(workers.map((worker) => worker.ask('warmUp')));
    const uses = await Promise.all(workers.map((worker) => worker.finish('work')));
    return {
      cpuMicroseconds: (uses.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) / load.events) * 1e6,
      peakBytes: uses.reduce((sum, { peakBytes }) => sum + peakBytes, 0),
    };
  } finally {
    for (const leg of open) leg.kill();
    rmSync(data, { recursive: true, force: true });
  }
}
