import { abruptStream } from './abrupt.js';
import type { Concept } from './concept.js';
import type { GeneratedStream } from './stream.js';

/** Concepts in turn, each for `every` rows, then the first again: what was learned once is worth keeping. */
export function recurringStream<Row>(
  concepts: readonly Concept<Row>[],
  options: { readonly every: number; readonly turns: number },
): GeneratedStream<Row> {
  const parts = Array.from({ length: options.turns }, () =>
    concepts.map((concept) => ({ concept, rows: options.every })),
  );
  return abruptStream(parts.flat());
}
