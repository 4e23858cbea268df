/**
 * Names as InfluxDB tags, and back without loss.
 *
 * The line protocol cannot carry every text: a newline ends the point (what follows would be a line of its own),
 * a backslash escapes what comes after it, and an empty tag is refused. So those characters are percent-encoded;
 * everything else stays as people wrote it.
 */

/** Stands for the empty text. A name that is really `(none)` is stored as `%28none)`. */
export const emptyTag = '(none)';

/** Backslash and control characters; a per cent sign only where it would read as an encoded character. */
// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const encoded = /[\\\u0000-\u001f\u007f]|%(?=[0-9A-Fa-f]{2})/g;

/**
 * One to one, except that halves of surrogate pairs, which no UTF-8 can hold, become U+FFFD on the way.
 * @example encodeTag('a\nb') // 'a%0Ab'
 * @example encodeTag('50%') // '50%'
 */
export function encodeTag(text: string): string {
  if (text === '') return emptyTag;
  if (text === emptyTag) return `%28${emptyTag.slice(1)}`;
  return text.replace(encoded, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

/** The inverse of {@link encodeTag}. */
export function decodeTag(tag: string): string {
  if (tag === emptyTag) return '';
  return tag.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
