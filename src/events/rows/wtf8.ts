/**
 * Writes a string as UTF-8, a lone surrogate as the three bytes that its code point would have (WTF-8, Simon Sapin,
 * https://simonsapin.github.io/wtf-8/), so that different strings are always different bytes; TextEncoder makes one
 * replacement character of all of them.
 *
 * @param into has room for three bytes a UTF-16 unit
 * @returns how many bytes were written, from 0 on
 */
export function writeWtf8(text: string, into: Uint8Array): number {
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    let point = text.charCodeAt(i);
    if (point < 0x80) {
      into[at++] = point;
      continue;
    }
    if (point >= 0xd800 && point < 0xdc00) {
      const low = text.charCodeAt(i + 1);
      if (low >= 0xdc00 && low < 0xe000) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        i++;
      }
    }
    if (point < 0x800) into[at++] = 0xc0 | (point >>> 6);
    else {
      if (point < 0x10000) into[at++] = 0xe0 | (point >>> 12);
      else {
        into[at++] = 0xf0 | (point >>> 18);
        into[at++] = 0x80 | ((point >>> 12) & 0x3f);
      }
      into[at++] = 0x80 | ((point >>> 6) & 0x3f);
    }
    into[at++] = 0x80 | (point & 0x3f);
  }
  return at;
}
