import { statfs } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { EventLog } from '../log/port.js';
import type {
  Measures,
  PartitionMeasures,
  StageMeasures,
  WatermarkMeasures,
} from '../server/status/measures.js';
import type { StageName } from '../topology.js';
import { Recent, RECENT_MS } from './recent.js';
import type { StageHealth } from './stage-health.js';
import type { OpenPartition, StageMeter } from './stage-meter.js';

/** Whoever asks more often than this (Prometheus, a probe, a page) gets the same answer. */
const FRESH_MS = 1_000;
/** Models whose watermarks are shown, the first by name: labels of a time series must not grow without end. */
const MAX_MODELS = 1_000;

export interface ProcessMeasuresOptions {
  readonly log: Pick<EventLog, 'range'>;
  readonly health: StageHealth;
  readonly meters: ReadonlyMap<StageName, StageMeter>;
  readonly directory: string;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly feedProblems: () => readonly string[];
}

/** Measures this process when asked; counts what only it hears of. */
export class ProcessMeasures {
  stopping = false;
  readonly #options: ProcessMeasuresOptions;
  readonly #delay = monitorEventLoopDelay({ resolution: 20 });
  readonly #recent: Recent;
  #fresh: { readonly at: number; readonly measures: Promise<Measures> } | null = null;

  constructor(options: ProcessMeasuresOptions) {
    this.#options = options;
    this.#recent = new Recent(options.clock);
    this.#delay.enable();
  }

  /** A request was answered 429. */
  toldToWait(): void {
    this.#recent.add('told to wait', 1);
  }

  now(): Promise<Measures> {
    const at = this.#options.clock();
    if (this.#fresh && at - this.#fresh.at < FRESH_MS) return this.#fresh.measures;
    const measures = this.#measure(at);
    this.#fresh = { at, measures };
    measures.catch(() => {
      this.#fresh = null;
    });
    return measures;
  }

  close(): void {
    this.#delay.disable();
  }

  async #measure(now: number): Promise<Measures> {
    const { meters, health, directory, feedProblems } = this.#options;
    const stages = await Promise.all(
      [...health.conditions].map(async ([stage, condition]): Promise<StageMeasures> => {
        const meter = meters.get(stage);
        return {
          stage,
          condition,
          partitions: await Promise.all(
            [...(meter?.partitions.values() ?? [])].map((open) => this.#partition(open, now)),
          ),
          recent: {
            consumed: meter?.recent.sum('consumed') ?? 0,
            deadLetters: meter?.recent.sumsOf('dead-letters ') ?? {},
            failures: meter?.recent.sum('failures') ?? 0,
            lastFailure: meter?.lastFailure ?? null,
            slowestCommitMs: meter?.recent.max('commit') ?? 0,
          },
        };
      }),
    );
    const { bavail, bsize } = await statfs(directory);
    const eventLoopDelayMs = this.#delay.percentile(99) / 1e6;
    this.#delay.reset();
    return {
      windowMs: RECENT_MS,
      stopping: this.stopping,
      stages,
      watermarks: watermarksOf([...meters.values()], now),
      eventLoopDelayMs: Number.isFinite(eventLoopDelayMs) ? eventLoopDelayMs : 0,
      residentBytes: process.memoryUsage.rss(),
      diskFreeBytes: bavail * bsize,
      logAheadMs: Math.max(0, ...[...meters.values()].map(({ logAheadMs }) => logAheadMs)),
      toldToWait: this.#recent.sum('told to wait'),
      feedProblems: feedProblems(),
    };
  }

  async #partition(
    { partition, consumed, activeAt, measure }: OpenPartition,
    now: number,
  ): Promise<PartitionMeasures> {
    const { log } = this.#options;
    const lag = await Promise.all(
      Object.entries(consumed).map(async ([topic, offset]) => {
        const { next } = await log.range(topic, partition);
        return [topic, Math.max(0, next - offset)] as const;
      }),
    );
    const { join } = measure();
    return {
      partition,
      lag: Object.fromEntries(lag),
      quietMs: now - activeAt,
      joinRows: join?.rows ?? 0,
      joinBytes: join?.bytes ?? 0,
    };
  }
}

/** Of each model and side the oldest: a pane closes when every partition has passed it. */
function watermarksOf(meters: readonly StageMeter[], now: number): WatermarkMeasures[] {
  const oldest = new Map<string, WatermarkMeasures>();
  for (const meter of meters) {
    for (const { measure } of meter.partitions.values()) {
      for (const { model, side, until } of measure().watermarks ?? []) {
        const key = JSON.stringify([model, side]);
        const ageMs = Math.max(0, now - until);
        if (ageMs >= (oldest.get(key)?.ageMs ?? -1)) oldest.set(key, { model, side, ageMs });
      }
    }
  }
  return [...oldest]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, 2 * MAX_MODELS)
    .map(([, watermark]) => watermark);
}
