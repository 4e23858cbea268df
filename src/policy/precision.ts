/** How often alerts were right, by what people have said of them. */

export type Marks = Readonly<Record<'real' | 'false' | 'expected' | 'unmarked', number>>;

export interface Precision extends Marks {
  /** Share of the real ones among the real and the false; null while there is neither. */
  readonly precision: number | null;
  /** Wilson's interval of it, 95%; null while there is none. */
  readonly interval: readonly [number, number] | null;
}

/**
 * An expected change counts on neither side: it was there, and nobody had to be told. Nor does what nobody has marked: those
 * who mark may choose, so a share of marked ones is shown as such.
 */
export function precisionOf(marks: readonly (keyof Marks)[]): Precision {
  const counts = { real: 0, false: 0, expected: 0, unmarked: 0 };
  for (const mark of marks) counts[mark]++;
  const judged = counts.real + counts.false;
  return {
    ...counts,
    precision: judged === 0 ? null : counts.real / judged,
    interval: judged === 0 ? null : wilsonInterval(counts.real, judged),
  };
}

/** 97.5% quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * Interval of a share after k of n, 95%: (k + z^2/2 +- z sqrt(k (n - k) / n + z^2/4)) / (n + z^2). Within [0, 1] and of use
 * for the few that alerts are (Wilson 1927). O(1).
 */
export function wilsonInterval(k: number, n: number): readonly [number, number] {
  if (!(n > 0 && k >= 0 && k <= n)) throw new RangeError(`no share: ${k} of ${n}`);
  const centre = k + Z ** 2 / 2;
  const half = Z * Math.sqrt((k * (n - k)) / n + Z ** 2 / 4);
  const total = n + Z ** 2;
  return [Math.max(0, (centre - half) / total), Math.min(1, (centre + half) / total)];
}
