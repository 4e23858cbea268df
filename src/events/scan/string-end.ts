/**
 * Which bytes of the word end a plain text, each by its highest bit: a quote, a backslash, a control character, what is not
 * ASCII. The lowest bit is right; a borrow may set bits above it that mean nothing. 0: four bytes that stand for themselves.
 * (Determine if a word has a byte equal to or less than n: Sean Anderson, Bit Twiddling Hacks.)
 */
export function endsIn(word: number): number {
  const quote = word ^ 0x22222222;
  const backslash = word ^ 0x5c5c5c5c;
  return (
    (((quote - 0x01010101) & ~quote) |
      ((backslash - 0x01010101) & ~backslash) |
      ((word - 0x20202020) & ~word) |
      word) &
    0x80808080
  );
}

/** How many bytes come before the first that `endsIn` has found. */
export function bytesBefore(ends: number): number {
  return (31 - Math.clz32(ends & -ends)) >>> 3;
}

/** The first byte from `at` on that ends a plain text. */
export function plainEnd(view: DataView, at: number): number {
  let p = at;
  for (;;) {
    const ends = endsIn(view.getInt32(p, true));
    if (ends !== 0) return p + bytesBefore(ends);
    p += 4;
  }
}

/**
 * Where the string ends whose text begins at `at`: its closing quote, whatever escapes and bytes beyond ASCII it has.
 * -1 where a control character or the end of the record comes first. Escapes are not checked.
 */
export function stringEnd(bytes: Uint8Array, at: number): number {
  for (let p = at; ; p++) {
    const byte = bytes[p] as number;
    if (byte === 0x22) return p;
    if (byte < 0x20) return -1;
    if (byte === 0x5c) p++;
  }
}
