import type { Concept } from './concept.js';
import { streamOf, type Change, type GeneratedStream } from './stream.js';

/** One concept after the other, each for its number of rows. */
export function abruptStream<Row>(
  parts: readonly { readonly concept: Concept<Row>; readonly rows: number }[],
): GeneratedStream<Row> {
  const ends: { concept: Concept<Row>; end: number }[] = [];
  let length = 0;
  for (const { concept, rows } of parts) {
    if (!(Number.isInteger(rows) && rows > 0)) throw new RangeError(`each part has rows, not ${rows}`);
    ends.push({ concept, end: (length += rows) });
  }
  const changes = ends.slice(0, -1).map(({ end }): Change => ({ kind: 'abrupt', from: end, to: end }));
  return streamOf(length, changes, (row) => {
    const part = ends.find(({ end }) => row < end);
    if (part === undefined) throw new RangeError(`row ${row} is beyond the stream's end at ${length}`);
    return part.concept;
  });
}
