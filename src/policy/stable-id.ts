import { stringHash } from '../aggregates/string-hash.js';

/** A 64-bit id in hex that depends on its parts alone: the same decision has the same id on every replay. */
export function stableId(...parts: readonly (string | number)[]): string {
  const text = parts.map(String).join('\u001f');
  return hex(stringHash(text)) + hex(stringHash(`\u001e${text}`));
}

function hex(h: number): string {
  return h.toString(16).padStart(8, '0');
}
