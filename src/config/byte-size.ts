/** Sizes as people write them: `256KiB`, `1MiB`, `65536B`. */

const unitBytes = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;

/** Bytes, or `undefined` when the text is no size. */
export function parseByteSize(text: string): number | undefined {
  const match = /^(\d+) ?(B|KiB|MiB|GiB)$/.exec(text.trim());
  if (match === null) return undefined;
  const bytes = Number(match[1]) * unitBytes[match[2] as keyof typeof unitBytes];
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
