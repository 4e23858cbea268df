import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KafkaPlace } from '../path/leg-task.js';
import { LegProcess } from '../performance/leg-process.js';
import type { HeldAsks, HeldTask, Sample, StretchAsks, StretchTask } from './tasks.js';

export interface Held extends Sample {
  /** Sent until then. */
  readonly events: number;
}

/** Stretch by stretch: sends, waits until everything is decided, and measures. */
export async function runMemory(
  { partitions, ...load }: Omit<StretchTask, 'port'> & { readonly partitions: number },
  kafka: KafkaPlace | null,
  folder: string,
  onStretch: (done: number) => void,
): Promise<Held[]> {
  const data = mkdtempSync(join(folder, 'memory-'));
  const task: HeldTask = { data, partitions, kafka };
  const system = new LegProcess<HeldAsks>(new URL('system.js', import.meta.url), task, 'Leeway', [
    '--expose-gc',
  ]);
  let sender: LegProcess<StretchAsks> | null = null;
  try {
    const port = await system.ask('start');
    sender = new LegProcess<StretchAsks>(
      new URL('sender.js', import.meta.url),
      { ...load, port },
      'the sender',
    );
    const held: Held[] = [];
    for (let i = 1; i <= load.stretches; i++) {
      const events = await sender.ask('stretch');
      held.push({ events, ...(await system.ask('settle')) });
      onStretch(i);
    }
    await system.finish('stop');
    return held;
  } finally {
    sender?.kill();
    system.kill();
    rmSync(data, { recursive: true, force: true });
  }
}
