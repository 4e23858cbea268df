/** From values to places on paper, with marks at round values. */
export interface Axis {
  /** Place of a value; values outside are put on the nearer end. */
  at(value: number): number;
  readonly ticks: readonly number[];
}

export interface Span {
  /** Least and greatest value, and where they are drawn. */
  readonly values: readonly [least: number, most: number];
  readonly places: readonly [first: number, last: number];
}

/** @throws RangeError unless 0 < least < most */
export function logAxis({ values: [least, most], places }: Span): Axis {
  if (!(least > 0 && least < most))
    throw new RangeError(`a log axis goes from above 0 up, not ${least} to ${most}`);
  const [low, high] = [Math.log10(least), Math.log10(most)];
  const ticks: number[] = [];
  for (let power = Math.ceil(low - 1e-9); power <= high + 1e-9; power++) ticks.push(Number(`1e${power}`));
  return { at: (value) => place((Math.log10(value) - low) / (high - low), places), ticks };
}

/** Marks at steps of 1, 2 or 5 times a power of ten, about `count` of them. @throws RangeError unless least < most */
export function linearAxis({ values: [least, most], places }: Span, count = 6): Axis {
  if (!(least < most)) throw new RangeError(`an axis goes up, not from ${least} to ${most}`);
  const rough = (most - least) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((times) => times * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const ticks: number[] = [];
  for (let k = Math.ceil(least / step - 1e-9); k * step <= most + step * 1e-9; k++) {
    ticks.push(Number((k * step).toPrecision(12)));
  }
  return { at: (value) => place((value - least) / (most - least), places), ticks };
}

function place(share: number, [first, last]: readonly [number, number]): number {
  return first + Math.min(1, Math.max(0, share)) * (last - first);
}
