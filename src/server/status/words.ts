/** Measured values as people read them. */

const SPANS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** @example duration(90_000) // '1.5 min' */
export function duration(ms: number): string {
  for (const [unit, size] of SPANS) if (ms >= size) return `${rounded(ms / size)} ${unit}`;
  return `${Math.round(ms)} ms`;
}

/** @example bytes(3_221_225_472) // '3 GiB' */
export function bytes(n: number): string {
  for (const [unit, size] of [
    ['GiB', 2 ** 30],
    ['MiB', 2 ** 20],
    ['KiB', 2 ** 10],
  ] as const) {
    if (n >= size) return `${rounded(n / size)} ${unit}`;
  }
  return `${n} bytes`;
}

function rounded(n: number): number {
  return Math.round(n * 10) / 10;
}
