/**
 * Rounds parts of a whole to so many decimals that what a reader adds up is what he reads: the last entry is what is left
 * of the rounded whole, so it carries what rounding took from the others.
 */
export function shownParts(
  whole: number,
  parts: readonly number[],
  decimals: number,
): { whole: string; parts: string[]; rest: string | null } {
  const unit = 10 ** decimals;
  // In whole units of the last decimal, where sums are exact.
  const units = parts.map((x) => Math.round(x * unit));
  const total = Math.round(whole * unit);
  const rest = total - units.reduce((sum, x) => sum + x, 0);
  const text = (x: number) => (x / unit).toFixed(decimals);
  return { whole: text(total), parts: units.map(text), rest: rest === 0 ? null : text(rest) };
}
