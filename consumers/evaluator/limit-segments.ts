import { outcomeRows } from '../../src/aggregates/outcome-pane.js';
import { keptSegments } from '../../src/aggregates/segment-limits.js';
import type { ModelState, OpenPane } from './model-state.js';

/**
 * Of the base panes that close together, those whose segments are within the limits (`segment-limits.ts`) in their version;
 * the rows of the others are counted in the books as left out. Partitions have limited what each of them saw; their union
 * may be more.
 */
export function limitSegments(
  model: Pick<ModelState, 'open' | 'books'>,
  panes: readonly (readonly [string, OpenPane])[],
): [string, OpenPane][] {
  const byVersion = new Map<string, string[]>();
  for (const [, { version, segment }] of panes) {
    if (segment === '') continue;
    const own = byVersion.get(version);
    if (own) own.push(segment);
    else byVersion.set(version, [segment]);
  }
  const kept = new Map([...byVersion].map(([version, segments]) => [version, keptSegments(segments)]));
  return panes.flatMap(([key, pane]): [string, OpenPane][] => {
    if (pane.segment === '' || kept.get(pane.version)?.has(pane.segment)) return [[key, pane]];
    model.open.delete(key);
    model.books.predictions.leftOut += pane.prediction?.n ?? 0;
    model.books.outcomes.leftOut += pane.outcome ? outcomeRows(pane.outcome) : 0;
    return [];
  });
}
