/**
 * d' C^-1 d for a symmetric positive definite C, by its Cholesky factor: with C = L L' it is |L^-1 d|^2. O(size^3 / 6).
 *
 * @param matrix row-major, `d.length` squared; only its lower triangle is read, and overwritten with L
 * @throws RangeError when the matrix is not positive definite (its caller adds a ridge, so that would be a defect)
 */
export function quadraticForm(matrix: Float64Array, d: readonly number[]): number {
  const size = d.length;
  const solved = new Float64Array(size);
  let form = 0;
  for (let row = 0; row < size; row++) {
    const rowStart = row * size;
    let rest = at(d, row);
    for (let column = 0; column < row; column++) {
      const columnStart = column * size;
      let sum = at(matrix, rowStart + column);
      for (let k = 0; k < column; k++) sum -= at(matrix, rowStart + k) * at(matrix, columnStart + k);
      const entry = sum / at(matrix, columnStart + column);
      matrix[rowStart + column] = entry;
      rest -= entry * at(solved, column);
    }
    let pivot = at(matrix, rowStart + row);
    for (let k = 0; k < row; k++) pivot -= at(matrix, rowStart + k) ** 2;
    if (!(pivot > 0)) throw new RangeError(`quadraticForm: the matrix is not positive definite (row ${row})`);
    const diagonal = Math.sqrt(pivot);
    matrix[rowStart + row] = diagonal;
    solved[row] = rest / diagonal;
    form += at(solved, row) ** 2;
  }
  return form;
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}
