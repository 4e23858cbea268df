import type { Concept } from './concept.js';
import { checkedSpan, streamOf, type GeneratedStream } from './stream.js';

/**
 * A concept that moves: `conceptAt(0)` before row `from`, `conceptAt(1)` from row `to` on, and in equal steps through
 * what lies between.
 *
 * @example incrementalStream((t) => bernoulli(0.1 + 0.3 * t), { from: 1000, to: 2000, rows: 3000 });
 */
export function incrementalStream<Row>(
  conceptAt: (progress: number) => Concept<Row>,
  { from, to, rows }: { readonly from: number; readonly to: number; readonly rows: number },
): GeneratedStream<Row> {
  checkedSpan(from, to, rows);
  return streamOf(rows, [{ kind: 'incremental', from, to }], (row) =>
    conceptAt(row < from ? 0 : row >= to ? 1 : (row - from) / (to - from)),
  );
}
