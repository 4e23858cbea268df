import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import type { Measures } from '../server/status/measures.js';

/** Gauges of what is measured when Prometheus asks, and Node's own figures (memory, event loop, garbage). */
export function processMetrics(registry: Registry, now: () => Promise<Measures>, version: string): void {
  collectDefaultMetrics({ register: registry });
  const gauge = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    show: (measures: Measures, set: (labels: Record<L, string>, value: number) => void) => void,
  ): void => {
    const made = new Gauge({
      name,
      help,
      labelNames,
      registers: [],
      async collect() {
        // A partition that went to another process must not stay.
        this.reset();
        const measures = await now();
        show(measures, (labels, value) => this.set(labels, value));
      },
    });
    registry.registerMetric(made);
  };
  gauge(
    'leeway_lag_records',
    'Records not consumed yet.',
    ['stage', 'topic', 'partition'],
    ({ stages }, set) => {
      for (const { stage, partitions } of stages) {
        for (const { partition, lag } of partitions) {
          for (const [topic, n] of Object.entries(lag))
            set({ stage, topic, partition: String(partition) }, n);
        }
      }
    },
  );
  const ofJoin = (name: string, help: string, shown: 'joinRows' | 'joinBytes'): void =>
    gauge(name, help, ['partition'], ({ stages }, set) => {
      for (const { stage, partitions } of stages) {
        if (stage !== 'profiler') continue;
        for (const one of partitions) set({ partition: String(one.partition) }, one[shown]);
      }
    });
  ofJoin('leeway_join_rows', 'Rows that the join holds.', 'joinRows');
  ofJoin('leeway_join_bytes', 'Bytes that the join holds.', 'joinBytes');
  gauge('leeway_quiet_seconds', 'Since the last commit.', ['stage', 'partition'], ({ stages }, set) => {
    for (const { stage, partitions } of stages) {
      for (const { partition, quietMs } of partitions)
        set({ stage, partition: String(partition) }, quietMs / 1000);
    }
  });
  gauge('leeway_stage_up', '1 while the stage runs.', ['stage'], ({ stages }, set) => {
    for (const { stage, condition } of stages) set({ stage }, condition.state === 'running' ? 1 : 0);
  });
  gauge(
    'leeway_watermark_age_seconds',
    'How much older the watermark is than the clock.',
    ['model', 'side'],
    ({ watermarks }, set) => {
      for (const { model, side, ageMs } of watermarks) set({ model, side }, ageMs / 1000);
    },
  );
  gauge('leeway_disk_free_bytes', 'Free where the data directory is.', [], ({ diskFreeBytes }, set) => {
    if (diskFreeBytes !== null) set({}, diskFreeBytes);
  });
  gauge('leeway_log_ahead_seconds', "How far the log's clock is ahead.", [], ({ logAheadMs }, set) =>
    set({}, logAheadMs / 1000),
  );
  gauge('leeway_build_info', '1, with the version as a label.', ['version'], (_, set) => set({ version }, 1));
}
