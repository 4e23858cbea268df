import { keepBottomK } from './bottom-k.js';

/**
 * Segments that get panes of their own, of one version in one pane of time: at most so many names, and so many values of
 * each. Of more, those with the smallest hashes: whoever is among them in the union is among them in every part, so that it
 * does not matter where the limit is applied first.
 */
export const MAX_SEGMENT_NAMES = 8;
export const MAX_SEGMENT_VALUES = 64;

/** `region=north`: a name and a value. The first `=` parts them, so a name with one in it is known by what precedes it. */
export function partsOf(segment: string): { name: string; value: string } {
  const at = segment.indexOf('=');
  return { name: segment.slice(0, at), value: segment.slice(at + 1) };
}

/** Those of the segments (`name=value`) that are within the limits. */
export function keptSegments(segments: Iterable<string>): ReadonlySet<string> {
  const names = new Map<string, Map<string, string>>();
  for (const segment of segments) {
    const { name, value } = partsOf(segment);
    let values = names.get(name);
    if (!values) names.set(name, (values = new Map()));
    values.set(value, segment);
  }
  keepBottomK(names, MAX_SEGMENT_NAMES);
  const kept = new Set<string>();
  for (const values of names.values()) {
    keepBottomK(values, MAX_SEGMENT_VALUES);
    for (const segment of values.values()) kept.add(segment);
  }
  return kept;
}
