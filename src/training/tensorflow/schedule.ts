/** How long and in what steps to train, from the number of rows alone: the same job always trains alike. */

export interface Schedule {
  /** At most so many rows are used: a sample spread over the range. */
  readonly maxRows: number;
  readonly batch: number;
  readonly epochs: number;
  /** Adam's rate at the first step; it falls linearly to zero, so that the last steps average the noise out. */
  readonly learningRate: number;
}

/** Design matrix cells (float32) that training may hold at once: 128 MB. */
const maxCells = 32_000_000;
const fullRows = 150_000;
/** Rows of a cross-fitted model, which only has to say how well such a model does on weeks it has not seen. */
const briefRows = 40_000;

/**
 * @param rows rows to learn from
 * @param width inputs per row
 * @param thoroughness `brief`: cheap models for out-of-sample scores
 */
export function scheduleFor(rows: number, width: number, thoroughness: 'full' | 'brief'): Schedule {
  const cap = thoroughness === 'full' ? fullRows : briefRows;
  const maxRows = Math.max(1, Math.min(cap, Math.floor(maxCells / width)));
  const used = Math.min(rows, maxRows);
  // A step costs a millisecond however few its rows: about sixteen steps an epoch until wasm's best batch is reached.
  const largest = thoroughness === 'full' ? 2_048 : 1_024;
  const batch = Math.min(largest, Math.max(32, 2 ** Math.round(Math.log2(used / 16))));
  const passes = thoroughness === 'full' ? 900_000 : 160_000;
  const mostEpochs = thoroughness === 'full' ? 40 : 15;
  const epochs = Math.min(mostEpochs, Math.max(4, Math.round(passes / used)));
  return { maxRows, batch, epochs, learningRate: 0.01 };
}
