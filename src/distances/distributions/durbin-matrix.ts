/** Entries are kept below this; powers of it are counted apart. */
const LARGE = 2 ** 256;

/** A square matrix by rows, times LARGE^scale. */
interface Scaled {
  readonly entries: Float64Array;
  readonly scale: number;
}

/**
 * P(D < d) of the two-sided Kolmogorov-Smirnov statistic of n values, exactly: Durbin's matrix as Marsaglia, Tsang and
 * Wang wrote it ("Evaluating Kolmogorov's distribution", Journal of Statistical Software, 2003). With k = ceil(n d) it
 * is n!/n^n times the middle entry of the n-th power of a matrix of 2k - 1 rows. O(k^3 log n).
 */
export function durbinBelow(d: number, n: number): number {
  const k = Math.ceil(n * d);
  const size = 2 * k - 1;
  let power = durbinMatrix(size, k - n * d);
  let product: Scaled | undefined;
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) product = product === undefined ? power : multiply(product, power, size, k);
    if (left > 1) power = multiply(power, power, size, k);
  }
  if (product === undefined) throw new RangeError(`a Kolmogorov-Smirnov statistic needs values, not ${n}`);
  let share = product.entries[(k - 1) * size + k - 1] as number;
  let { scale } = product;
  for (let i = 1; i <= n; i++) {
    share *= i / n;
    if (share < 1 / LARGE) {
      share *= LARGE;
      scale--;
    }
  }
  return share * LARGE ** scale;
}

function durbinMatrix(size: number, h: number): Scaled {
  const entries = new Float64Array(size * size);
  const inverseFactorial = [1];
  for (let i = 1; i <= size; i++) inverseFactorial.push((inverseFactorial[i - 1] as number) / i);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= Math.min(size - 1, row + 1); column++) {
      const order = row - column + 1;
      let entry = 1;
      if (column === 0) entry -= h ** order;
      if (row === size - 1) entry -= h ** order;
      // Both corrections meet in the corner; what they take twice is given back.
      if (column === 0 && row === size - 1) entry += Math.max(0, 2 * h - 1) ** size;
      entries[row * size + column] = entry * (inverseFactorial[order] as number);
    }
  }
  return { entries, scale: 0 };
}

function multiply(a: Scaled, b: Scaled, size: number, k: number): Scaled {
  const entries = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < size; inner++) {
      const factor = a.entries[row * size + inner] as number;
      if (factor === 0) continue;
      for (let column = 0; column < size; column++) {
        const at = row * size + column;
        entries[at] = (entries[at] as number) + factor * (b.entries[inner * size + column] as number);
      }
    }
  }
  let scale = a.scale + b.scale;
  if ((entries[(k - 1) * size + k - 1] as number) > LARGE) {
    for (let at = 0; at < entries.length; at++) entries[at] = (entries[at] as number) / LARGE;
    scale++;
  }
  return { entries, scale };
}
