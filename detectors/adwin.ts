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

/** Sum and sum of squared deviations of 2^row values. */
type Bucket = [total: number, variation: number];

/** Plain JSON. */
export interface AdwinState {
  readonly options: AdwinOptions;
  /** By row, oldest first inside a row: a bucket of row r holds 2^r values. */
  rows: Bucket[][];
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
  if (state.width > 0) {
    const mean = state.total / state.width;
    state.variation += (state.width * (value - mean) ** 2) / (state.width + 1);
  }
  state.width++;
  state.total += value;
  state.rows[0]?.push([value, 0]);
  compress(state);
}

/** Two oldest buckets of a full row become one of the next. */
function compress({ rows, options }: AdwinState): void {
  for (let row = 0; row < rows.length; row++) {
    const buckets = rows[row] ?? [];
    if (buckets.length <= options.maxBuckets) return;
    const [first, second] = buckets.splice(0, 2);
    if (!first || !second) return;
    const size = 2 ** row;
    const between = (size * (first[0] / size - second[0] / size) ** 2) / 2;
    const next = (rows[row + 1] ??= []);
    next.push([first[0] + second[0], first[1] + second[1] + between]);
  }
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

function hasCut({ rows, width, total, variation, options }: AdwinState): boolean {
  let [olderWidth, olderTotal] = [0, 0];
  let [newerWidth, newerTotal] = [width, total];
  const confidence = Math.log((2 * Math.log(width)) / options.delta);
  for (let row = rows.length - 1; row >= 0; row--) {
    const size = 2 ** row;
    for (const [sum] of rows[row] ?? []) {
      olderWidth += size;
      olderTotal += sum;
      newerWidth -= size;
      newerTotal -= sum;
      if (newerWidth < options.minWindowLength || newerWidth <= 0) return false;
      if (olderWidth < options.minWindowLength) continue;
      const difference = Math.abs(olderTotal / olderWidth - newerTotal / newerWidth);
      if (difference > bound(olderWidth, newerWidth, variation / width, confidence, options.minWindowLength))
        return true;
    }
  }
  return false;
}

function bound(older: number, newer: number, variance: number, confidence: number, least: number): number {
  const harmonic = 1 / (older - least + 1) + 1 / (newer - least + 1);
  return Math.sqrt(2 * harmonic * variance * confidence) + (2 / 3) * confidence * harmonic;
}

function dropOldest(state: AdwinState): void {
  const row = state.rows.length - 1;
  const bucket = state.rows[row]?.shift();
  if (!bucket) return;
  const size = 2 ** row;
  const [total, variation] = bucket;
  state.width -= size;
  state.total -= total;
  const meanOfBucket = total / size;
  const mean = state.width > 0 ? state.total / state.width : 0;
  state.variation -= variation + (size * state.width * (meanOfBucket - mean) ** 2) / (size + state.width);
  // With one bucket a size, rows below may be empty too.
  while (state.rows.length > 1 && state.rows.at(-1)?.length === 0) state.rows.pop();
}
