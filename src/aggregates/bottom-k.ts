import { stringHash } from './string-hash.js';

/**
 * A limit that does not depend on who came first: of more than `k` names, the `k` with the smallest hash stay. A name in
 * the bottom k of a union is in the bottom k of every part that has it, so dropping early or late gives the same map.
 * Returns how many entries were dropped.
 *
 * @param dropped told of each of them
 */
export function keepBottomK<V>(map: Map<string, V>, k: number, dropped?: (value: V) => void): number {
  if (map.size <= k) return 0;
  const ranked = [...map.keys()]
    .map((name) => ({ name, hash: stringHash(name) }))
    .sort((a, b) => a.hash - b.hash || (a.name < b.name ? -1 : 1));
  for (const { name } of ranked.slice(k)) {
    dropped?.(map.get(name) as V);
    map.delete(name);
  }
  return ranked.length - k;
}

/**
 * The same for maps that grow name by name: waits until there are half as many names again, because ranking all of them
 * for every new one would take milliseconds a record. Whoever reads such a map calls `keepBottomK` before.
 */
export function keepAboutBottomK<V>(map: Map<string, V>, k: number, dropped?: (value: V) => void): void {
  if (map.size > k + (k >>> 1)) keepBottomK(map, k, dropped);
}
