/**
 * 32-bit hash of a string's UTF-16 code units: FNV-1a (Fowler, Noll, Vo) with MurmurHash3's finaliser, because FNV's low
 * bits alone are weak. Stable for ever: buckets of stored panes depend on it.
 */
export function stringHash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    h = Math.imul(h ^ (unit & 0xff), 0x01000193);
    h = Math.imul(h ^ (unit >>> 8), 0x01000193);
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}
