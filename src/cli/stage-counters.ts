import { Counter, Histogram, type Registry } from 'prom-client';

/** What the stages of a process count, for Prometheus. `docs/operations.md` has the table. */
export function stageCounters(registry: Registry) {
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  return {
    consumed: counter('leeway_consumed_records_total', 'Records consumed and committed.', ['stage']),
    produced: counter('leeway_produced_records_total', 'Records written by commits.', ['stage', 'topic']),
    deadLetters: counter('leeway_dead_letters_total', 'Records that could not be processed.', [
      'stage',
      'reason',
    ]),
    openings: counter('leeway_task_openings_total', 'Partitions opened: assigned, or reopened.', ['stage']),
    failures: counter('leeway_task_failures_total', 'Failures after which a partition is reopened.', [
      'stage',
    ]),
    restored: counter('leeway_restored_records_total', 'Records read again, muted, to restore a state.', [
      'stage',
    ]),
    points: counter('leeway_points_written_total', 'Points written to the metric store.', []),
    storeErrors: counter('leeway_store_errors_total', 'Writes that the metric store did not take.', []),
    commitSeconds: new Histogram({
      name: 'leeway_commit_duration_seconds',
      help: 'How long a commit took.',
      labelNames: ['stage'],
      buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers: [registry],
    }),
    commitRecords: new Histogram({
      name: 'leeway_commit_records',
      help: 'Records consumed by one commit.',
      labelNames: ['stage'],
      buckets: [1, 10, 100, 1000, 10_000],
      registers: [registry],
    }),
  };
}

export type StageCounters = ReturnType<typeof stageCounters>;
