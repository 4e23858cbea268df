import { addToSum, emptySum, mergeSum, type ExactSum } from './exact-sum.js';

/**
 * Rows, errors and loss by 32-bit key, in typed arrays: what stands together is coarsened together. The loss is exact, so
 * that no order of adding can be told from another: a float64 as long as nothing was rounded, and beside it an exact sum of
 * what would have been.
 */
export interface LossCells {
  /** Occupied entries, 0 .. size - 1, in the order in which they came. */
  size: number;
  keys: Int32Array;
  rows: Float64Array;
  errors: Float64Array;
  losses: Float64Array;
  /** By key: losses that `losses` could not have taken exactly. */
  residues: Map<number, ExactSum> | null;
  /** Slot -> entry + 1, 0 where free; a power of two of slots, at most half of them occupied. */
  slots: Int32Array;
}

const SMALLEST = 16;
const NO_KEYS = new Int32Array(0);
const NO_NUMBERS = new Float64Array(0);
const NO_SLOTS = new Int32Array(1);
/** Losses from here on are left to `ExactSum`, which does not overflow. */
const LARGE = 2 ** 900;

export function emptyCells(): LossCells {
  return {
    size: 0,
    keys: NO_KEYS,
    rows: NO_NUMBERS,
    errors: NO_NUMBERS,
    losses: NO_NUMBERS,
    residues: null,
    slots: NO_SLOTS,
  };
}

/** Adds `rows` rows with so many errors and so much loss (at least 0, finite) to the cell of `key`, int32 or uint32. */
export function addToCell(cells: LossCells, key: number, rows: number, errors: number, loss: number): void {
  const entry = entryOf(cells, key | 0);
  cells.rows[entry] = (cells.rows[entry] as number) + rows;
  cells.errors[entry] = (cells.errors[entry] as number) + errors;
  const before = cells.losses[entry] as number;
  const sum = before + loss;
  // Of the larger term nothing is lost; of the smaller one this is (Dekker's fast two-sum).
  const lost = before < loss ? before - (sum - loss) : loss - (sum - before);
  if (lost === 0 && sum < LARGE) cells.losses[entry] = sum;
  else addToSum(residueOf(cells, key | 0), loss);
}

/** Adds the cells of `from`, each under the key that `to` makes of its own. */
export function addCells(into: LossCells, from: LossCells, to: (key: number) => number): void {
  for (let entry = 0; entry < from.size; entry++) {
    addToCell(
      into,
      to((from.keys[entry] as number) >>> 0),
      from.rows[entry] as number,
      from.errors[entry] as number,
      from.losses[entry] as number,
    );
  }
  if (from.residues === null) return;
  for (const [key, residue] of from.residues) mergeSum(residueOf(into, to(key >>> 0) | 0), residue);
}

/** The keys in ascending order, unsigned. */
export function sortedKeys({ keys, size }: LossCells): Uint32Array {
  return Uint32Array.from(keys.subarray(0, size), (key) => key >>> 0).sort();
}

export interface LossCell {
  /** Unsigned. */
  readonly key: number;
  readonly rows: number;
  readonly errors: number;
  readonly loss: ExactSum;
}

/** The cells in ascending order of their unsigned keys. */
export function sortedCells(cells: LossCells): LossCell[] {
  return [...sortedKeys(cells)].map((key) => {
    const entry = entryOf(cells, key | 0);
    const loss = emptySum();
    addToSum(loss, cells.losses[entry] as number);
    const residue = cells.residues?.get(key | 0);
    if (residue) mergeSum(loss, residue);
    return { key, rows: cells.rows[entry] as number, errors: cells.errors[entry] as number, loss };
  });
}

/** Adds a cell as `sortedCells` gave it. */
export function addCell(cells: LossCells, { key, rows, errors, loss }: LossCell): void {
  addToCell(cells, key, rows, errors, 0);
  const isOne = loss.rest === null && loss.huge === null && loss.low === 0;
  // A large sum of ordinary values is not one huge value: equal sums have equal bytes.
  if (isOne && loss.high < LARGE) addToCell(cells, key, 0, 0, loss.high);
  else mergeSum(residueOf(cells, key | 0), loss);
}

function residueOf(cells: LossCells, key: number): ExactSum {
  const residues = (cells.residues ??= new Map());
  let residue = residues.get(key);
  if (residue === undefined) residues.set(key, (residue = emptySum()));
  return residue;
}

/** The entry of a key, made where there is none. */
function entryOf(cells: LossCells, key: number): number {
  const { slots, keys } = cells;
  const mask = slots.length - 1;
  let slot = firstSlot(key, mask);
  for (;;) {
    const entry = (slots[slot] as number) - 1;
    if (entry === -1) return enter(cells, key, slot);
    if (keys[entry] === key) return entry;
    slot = (slot + 1) & mask;
  }
}

/** The high bits of a product with the golden ratio, folded down: neighbours land far apart. */
function firstSlot(key: number, mask: number): number {
  const product = Math.imul(key, 0x9e3779b1);
  return (product ^ (product >>> 16)) & mask;
}

function enter(cells: LossCells, key: number, free: number): number {
  const entry = cells.size;
  if (entry === cells.keys.length) {
    grow(cells);
    cells.keys[entry] = key;
    place(cells.slots, key, entry);
  } else {
    cells.keys[entry] = key;
    cells.slots[free] = entry + 1;
  }
  cells.size = entry + 1;
  return entry;
}

function grow(cells: LossCells): void {
  const room = Math.max(SMALLEST, 4 * cells.keys.length);
  const keys = new Int32Array(room);
  keys.set(cells.keys);
  cells.keys = keys;
  cells.rows = widened(cells.rows, room);
  cells.errors = widened(cells.errors, room);
  cells.losses = widened(cells.losses, room);
  cells.slots = new Int32Array(2 * room);
  for (let entry = 0; entry < cells.size; entry++) place(cells.slots, keys[entry] as number, entry);
}

function widened(column: Float64Array, room: number): Float64Array {
  const wider = new Float64Array(room);
  wider.set(column);
  return wider;
}

function place(slots: Int32Array, key: number, entry: number): void {
  const mask = slots.length - 1;
  let slot = firstSlot(key, mask);
  while (slots[slot] !== 0) slot = (slot + 1) & mask;
  slots[slot] = entry + 1;
}
