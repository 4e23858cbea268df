import type { Concept } from './concept.js';
import { checkedSpan, streamOf, type GeneratedStream } from './stream.js';

/**
 * Rows of the new concept among those of the old one, ever more of them: their share rises linearly from 0 at `from` to 1
 * at `to`. (MOA's sigmoid has no ends, so its changes have no known rows.)
 */
export function gradualStream<Row>(
  before: Concept<Row>,
  after: Concept<Row>,
  { from, to, rows }: { readonly from: number; readonly to: number; readonly rows: number },
): GeneratedStream<Row> {
  checkedSpan(from, to, rows);
  return streamOf(rows, [{ kind: 'gradual', from, to }], (row, random) => {
    if (row < from) return before;
    if (row >= to) return after;
    return random() < (row - from) / (to - from) ? after : before;
  });
}
