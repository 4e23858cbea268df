/** A number that a person typed after a flag; the error repeats what was typed. */
export function numberFlag(
  flag: string,
  text: string,
  expected: string,
  fits: (n: number) => boolean,
): number {
  const n = Number(text);
  if (text.trim() === '' || !Number.isFinite(n) || !fits(n))
    throw new Error(`${flag} must be ${expected}, got ${text}`);
  return n;
}
