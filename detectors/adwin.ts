/**
 * ADWIN (Bifet, Gavalda 2007: "Learning from time-changing data with adaptive windowing"), in river's variant: an
 * exponential histogram of the newest values; every `clock` values, every split of it into an older and a newer part
 * is tested, and while two parts differ the oldest bucket is dropped. An annotation of the error rate; the verdict's
 * evidence is `evidence.ts`.
 *
 * Same defaults and the same alarms, value for value, as river's (its full loop over the buckets).
 */

export interface AdwinOptions {
  /** Confidence; smaller = fewer alarms. */
  readonly delta: number;
  /** Test after every so many values. */
  readonly clock: number;
  /** Buckets of one size before two of them merge. */
  readonly maxBuckets: number;
  /** Least values on each side of a split. */
  readonly minWindowLength: number;
  /** Values before the first test. */
  readonly gracePeriod: number;
}

export const ADWIN_DEFAULTS: AdwinOptions = {
  delta: 0.002,
  clock: 32,
  maxBuckets: 5,
  minWindowLength: 5,
  gracePeriod: 10,
};

/** Plain JSON. */
export interface AdwinState {
  readonly options: AdwinOptions;
  /**
   * By row, oldest bucket first: total and sum of squared deviations of each bucket's 2^row values, one after the other.
   * Flat lists that keep their length: an update makes no object. What lies beyond `filled` is left over.
   */
  rows: number[][];
  /** By row: numbers in use, two a bucket. */
  filled: number[];
  width: number;
  total: number;
  /** Sum of squared deviations from the mean of the window. */
  variation: number;
  ticks: number;
  /** Changes so far, over all windows. */
  detections: number;
  /** The last value was a change; the next one starts afresh. */
  changed: boolean;
}

export function createAdwin(options: Partial<AdwinOptions> = {}): AdwinState {
  return {
    options: { ...ADWIN_DEFAULTS, ...options },
    rows: [[]],
    filled: [0],
    width: 0,
    total: 0,
    variation: 0,
    ticks: 0,
    detections: 0,
    changed: false,
  };
}

/** Mean of the window; 0 of nothing. */
export function adwinMean(state: AdwinState): number {
  return state.width > 0 ? state.total / state.width : 0;
}

/**
 * Takes one value; NaN and infinities are skipped (one of them would silence the window for good).
 * @returns true where a change is detected, for this value only
 */
export function updateAdwin(state: AdwinState, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (state.changed) {
    const { detections } = state;
    Object.assign(state, createAdwin(state.options), { detections });
  }
  insert(state, value);
  state.ticks++;
  const { clock, gracePeriod } = state.options;
  if (state.ticks % clock === 0 && state.width > gracePeriod) state.changed = shrink(state);
  return state.changed;
}

/** Values that one pane is read as at most; a larger one is thinned. */
const MOST_VALUES = 1_000;

/**
 * Takes a pane of k errors in n as n values with the k ones spread evenly (at most 1,000), so that the order inside
 * the pane cannot invent a change.
 * @returns true where a change is detected inside the pane
 */
export function updateAdwinWithPane(
  state: AdwinState,
  pane: { readonly n: number; readonly errors: number },
): boolean {
  const values = Math.min(MOST_VALUES, Math.floor(pane.n));
  const ones = pane.n > 0 ? Math.round((pane.errors / pane.n) * values) : 0;
  let detected = false;
  for (let i = 0; i < values; i++) {
    const value = Math.floor(((i + 1) * ones) / values) - Math.floor((i * ones) / values);
    if (updateAdwin(state, value)) detected = true;
  }
  return detected;
}

function insert(state: AdwinState, value: number): void {
  const { width } = state;
  if (width > 0) {
    const deviation = value - state.total / width;
    state.variation += (width * (deviation * deviation)) / (width + 1);
  }
  state.width = width + 1;
  state.total += value;
  append(state, 0, value, 0);
  compress(state);
}

function append({ rows, filled }: AdwinState, row: number, total: number, variation: number): void {
  const buckets = (rows[row] ??= []);
  const used = filled[row] ?? 0;
  buckets[used] = total;
  buckets[used + 1] = variation;
  filled[row] = used + 2;
}

/** Two oldest buckets of a full row become one of the next. */
function compress(state: AdwinState): void {
  const { rows, filled, options } = state;
  const most = 2 * options.maxBuckets;
  for (let row = 0, size = 1; (filled[row] ?? 0) > most; row++, size *= 2) {
    const buckets = rows[row] ?? [];
    const older = buckets[0] ?? 0;
    const newer = buckets[2] ?? 0;
    const within = (buckets[1] ?? 0) + (buckets[3] ?? 0);
    removeOldest(state, row, 2);
    const difference = older / size - newer / size;
    const between = (size * (difference * difference)) / 2;
    append(state, row + 1, older + newer, within + between);
  }
}

function removeOldest({ rows, filled }: AdwinState, row: number, count: number): void {
  const buckets = rows[row] ?? [];
  const left = (filled[row] ?? 0) - 2 * count;
  for (let index = 0; index < left; index++) buckets[index] = buckets[index + 2 * count] ?? 0;
  filled[row] = left;
}

/** Drops oldest buckets while some split differs. */
function shrink(state: AdwinState): boolean {
  let changed = false;
  while (hasCut(state)) {
    changed = true;
    dropOldest(state);
  }
  if (changed) state.detections++;
  return changed;
}

function hasCut({ rows, filled, width, total, variation, options }: AdwinState): boolean {
  let [olderWidth, olderTotal] = [0, 0];
  let [newerWidth, newerTotal] = [width, total];
  const least = options.minWindowLength;
  const confidence = Math.log((2 * Math.log(width)) / options.delta);
  const variance = variation / width;
  for (let row = rows.length - 1; row >= 0; row--) {
    const size = 2 ** row;
    const buckets = rows[row] ?? [];
    const used = filled[row] ?? 0;
    for (let index = 0; index < used; index += 2) {
      const sum = buckets[index] ?? 0;
      olderWidth += size;
      olderTotal += sum;
      newerWidth -= size;
      newerTotal -= sum;
      if (newerWidth < least || newerWidth <= 0) return false;
      if (olderWidth < least) continue;
      const difference = Math.abs(olderTotal / olderWidth - newerTotal / newerWidth);
      const harmonic = 1 / (olderWidth - least + 1) + 1 / (newerWidth - least + 1);
      const linear = (2 / 3) * confidence * harmonic;
      // most splits fail already here, without a square root
      if (difference <= linear) continue;
      if (difference > Math.sqrt(2 * harmonic * variance * confidence) + linear) return true;
    }
  }
  return false;
}

function dropOldest(state: AdwinState): void {
  const row = state.rows.length - 1;
  const buckets = state.rows[row] ?? [];
  const total = buckets[0] ?? 0;
  const variation = buckets[1] ?? 0;
  removeOldest(state, row, 1);
  const size = 2 ** row;
  state.width -= size;
  state.total -= total;
  const meanOfBucket = total / size;
  const mean = state.width > 0 ? state.total / state.width : 0;
  state.variation -= variation + (size * state.width * (meanOfBucket - mean) ** 2) / (size + state.width);
  // With one bucket a size, rows below may be empty too.
  while (state.rows.length > 1 && state.filled.at(-1) === 0) {
    state.rows.pop();
    state.filled.pop();
  }
}
