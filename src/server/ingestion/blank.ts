/** JSON's white space: space, line feed, carriage return, tab. */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

export function isAllBlank(bytes: Buffer): boolean {
  return firstNotBlank(bytes) === bytes.length;
}

/** A part of the same bytes; a byte order mark before it goes too: editors and shells write one, and it is no JSON. */
export function withoutBlankEnds(bytes: Buffer): Buffer {
  const from = firstNotBlank(bytes, hasByteOrderMark(bytes) ? 3 : 0);
  let until = bytes.length;
  while (until > from && isBlank(bytes[until - 1] as number)) until--;
  return from === 0 && until === bytes.length ? bytes : bytes.subarray(from, until);
}

function firstNotBlank(bytes: Buffer, from = 0): number {
  let at = from;
  while (at < bytes.length && isBlank(bytes[at] as number)) at++;
  return at;
}

function hasByteOrderMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
