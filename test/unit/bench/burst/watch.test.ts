import { expect, it } from 'vitest';
import { lagIn } from '../../../../bench/burst/watch.js';

it('adds up the lag of the profiler over topics and partitions, and nobody else', () => {
  const text = `# HELP leeway_lag_records records not consumed
# TYPE leeway_lag_records gauge
leeway_lag_records{stage="profiler",topic="predictions",partition="0"} 12
leeway_lag_records{stage="profiler",topic="outcomes",partition="1"} 3
leeway_lag_records{stage="sink",topic="metrics",partition="0"} 1000
leeway_consumed_records_total{stage="profiler"} 7
`;
  expect(lagIn(text)).toBe(15);
  expect(lagIn('')).toBe(0);
});
