import type { TaskHandler, LogRecord, Offset, Task } from '../../src/log/port.js';
import type { MetricPoint, MetricStore } from '../../src/metric-store/port.js';
import type { MetricsRecord, StatusRecord } from '../../src/records/feed.js';
import { readRecord } from '../../src/records/read-record.js';

export interface SinkOptions {
  readonly store: MetricStore;
  /** Is it worth trying again (the store is down), or is it over (wrong password)? */
  readonly isTransient: (error: unknown) => boolean;
  /** Resolves after so many ms, sooner when the signal fires. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onWaiting: (error: Error, attempt: number) => void;
  /**
   * Fires when the process is to stop. The log closes a handler only once its `process` has returned, so a sink that waits
   * for its store would keep the process from ever ending.
   */
  readonly stopping?: AbortSignal;
  /** Seen by metrics: points written. */
  readonly onWritten?: (points: number) => void;
}

/** Keeps one write below a few tens of milliseconds. */
const POINTS_A_WRITE = 4000;
const LONGEST_WAIT_MS = 10_000;

/**
 * The sink writes metrics to the metric store and only then commits. A point's identity and time come from its pane, so
 * writing it again changes nothing: at least once here is exactly once there. While the store is down only the sink waits.
 */
export function openSink(task: Task, options: SinkOptions): TaskHandler {
  const closing = new AbortController();
  const signal = options.stopping ? AbortSignal.any([closing.signal, options.stopping]) : closing.signal;
  return {
    positions: task.committed,
    async process(records) {
      // A batch before this one may have been given up: a commit of this one would pass over it.
      if (signal.aborted) return;
      const points = records.flatMap(pointsOf);
      for (let i = 0; i < points.length; i += POINTS_A_WRITE) {
        const written = await write(points.slice(i, i + POINTS_A_WRITE), options, signal);
        if (!written) return;
      }
      const last = records.at(-1) as LogRecord;
      await task.commit({ consumed: { [last.topic]: (last.offset + 1) as Offset }, produced: [] });
    },
    close: async () => closing.abort(),
  };
}

/** @returns false when the sink was closed while it waited for the store: nothing is committed then */
async function write(
  points: readonly MetricPoint[],
  options: SinkOptions,
  signal: AbortSignal,
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await options.store.write(points);
      options.onWritten?.(points.length);
      return true;
    } catch (error) {
      if (!options.isTransient(error)) throw error;
      options.onWaiting(error as Error, attempt);
      await options.sleep(Math.min(LONGEST_WAIT_MS, 100 * 2 ** attempt), signal);
      if (signal.aborted) return false;
    }
  }
}

export function pointsOf(record: LogRecord): MetricPoint[] {
  const parsed = readRecord<MetricsRecord | StatusRecord>(record);
  if (parsed.kind !== 'metrics') return [];
  const { model, version, segment, resolution, start: time, values, features } = parsed;
  const at = { model, version, segment, resolution, time };
  const points: MetricPoint[] = Object.entries(values).map(([metric, value]) => ({
    ...at,
    feature: '',
    metric,
    value,
  }));
  for (const [feature, byMetric] of Object.entries(features ?? {})) {
    for (const [metric, value] of Object.entries(byMetric)) points.push({ ...at, feature, metric, value });
  }
  return points;
}
