import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { listen } from '../latency/arrivals.js';
import type { KafkaPlace } from '../path/leg-task.js';
import { quantile } from '../performance/figures.js';
import { LegProcess } from '../performance/leg-process.js';
import type { BurstAsks, BurstTask, Compared, PhaseSent, StormedAsks, StormedTask } from './tasks.js';
import { watch, type Watch } from './watch.js';

export interface BurstRun {
  readonly phases: readonly PhaseSent[];
  readonly events: number;
  readonly compared: Compared;
  /** Most records that the profiler was behind. */
  readonly mostLag: number;
  /** From the burst's end until everything was decided up to there, or less where the calm that followed was done with it too, s. */
  readonly drainedSeconds: number;
  readonly pageMs: { readonly p50: number; readonly p99: number; readonly most: number };
}

export interface BurstSize extends Omit<BurstTask, 'port' | 'kcat'> {
  readonly partitions: number;
  /** The burst goes through kcat. */
  readonly straight: boolean;
}

export async function runBurst(
  { partitions, straight, ...load }: BurstSize,
  kafka: KafkaPlace | null,
  folder: string,
): Promise<BurstRun> {
  const data = mkdtempSync(join(folder, 'burst-'));
  const task: StormedTask = { data, partitions, kafka };
  const system = new LegProcess<StormedAsks>(new URL('system.js', import.meta.url), task, 'Leeway');
  let sender: LegProcess<BurstAsks> | null = null;
  let watching: Watch | null = null;
  try {
    const port = await system.ask('start');
    const arrivals = await listen(port, '5m');
    const sent: BurstTask = { ...load, port, kcat: straight ? kafka : null };
    sender = new LegProcess<BurstAsks>(new URL('sender.js', import.meta.url), sent, 'the sender');
    await sender.ask('prepare');
    watching = watch(port);
    const { phases } = await sender.finish('send');
    const events = phases.reduce((sum, phase) => sum + phase.events, 0);
    await arrivals.until(events);
    await watching.stop();
    arrivals.close();
    const { looks } = watching;
    const burst = phases.find(({ name }) => name === 'burst');
    const untilBurst = (phases[0]?.events ?? 0) + (burst?.events ?? 0);
    const drained = arrivals.totals.find(({ total }) => total >= untilBurst)?.at ?? Infinity;
    const pages = looks.map(({ pageMs }) => pageMs);
    return {
      phases,
      events,
      compared: await system.finish('compare'),
      mostLag: Math.max(...looks.map(({ lag }) => lag)),
      drainedSeconds: Math.max(0, drained - (burst?.ended ?? Infinity)) / 1_000,
      pageMs: { p50: quantile(pages, 0.5), p99: quantile(pages, 0.99), most: quantile(pages, 1) },
    };
  } finally {
    await watching?.stop().catch(() => undefined);
    sender?.kill();
    system.kill();
    rmSync(data, { recursive: true, force: true });
  }
}
