/**
 * Counts by 32-bit key in typed arrays, so that counting allocates nothing: entries stand densely in the order in which
 * they came, a hash index (open addressing) finds them. Keys are int32 inside (a Smi wherever it goes) and leave unsigned.
 */
export interface BinTable {
  /** Occupied entries: 1 .. size of `keys` and `counts`; entry 0 is not used. */
  size: number;
  keys: Int32Array;
  /** Exact to 2^53. */
  counts: Float64Array;
  /** So many of the first entries are in ascending order of their unsigned keys. */
  sorted: number;
  /** Slot -> entry, 0 where free; a power of two of slots. */
  index: Int32Array;
  /** 32 - log2(slots): the leading bits of its hash are a key's first slot. */
  hashShift: number;
}

const NO_KEYS = new Int32Array(1);
const NO_COUNTS = new Float64Array(1);
/** What every table begins with, so that an empty one costs nothing: the first entry replaces it. */
const NO_SLOTS = new Int32Array(2);
const SMALLEST = 32;
/** Tables grow eightfold when more than half of their slots would be occupied: allocating costs more than the room. */
const GROWTH = 8;

/** @param expected how many bins there is to be room for at once */
export function emptyBins(expected = 0): BinTable {
  const table = { size: 0, keys: NO_KEYS, counts: NO_COUNTS, sorted: 0, index: NO_SLOTS, hashShift: 31 };
  if (expected > 0) reserve(table, slotsFor(expected));
  return table;
}

function slotsFor(expected: number): number {
  let slots = SMALLEST;
  while (slots / 2 < expected) slots *= 2;
  return slots;
}

/** Adds `count` > 0 to the bin of `key`, int32 or uint32. */
export function addToBin(table: BinTable, key: number, count: number): void {
  const own = key | 0;
  const slot = slotOf(table, own);
  const entry = table.index[slot] as number;
  if (entry === 0) enter(table, own, count, slot);
  else table.counts[entry] = (table.counts[entry] as number) + count;
}

/** Adds the bins of `from`, whose keys lose `bits` bits (0 .. 31) on the way. */
export function addBins(into: BinTable, from: BinTable, bits: number): void {
  const { size, keys, counts } = from;
  for (let i = 1; i <= size; i++) addToBin(into, (keys[i] as number) >>> bits, counts[i] as number);
}

/** Bins in ascending order of their unsigned keys. O(b) when nothing new came since the last time. */
export function forEachInOrder(table: BinTable, visit: (key: number, count: number) => void): void {
  if (table.sorted < table.size) {
    putInOrder(table);
    reindex(table);
  }
  const { size, keys, counts } = table;
  for (let i = 1; i <= size; i++) visit((keys[i] as number) >>> 0, counts[i] as number);
}

/**
 * Drops as few of the keys' last bits as make at most `most` (2 or more) of them distinct; bins whose keys become equal
 * merge. Returns how many bits that were.
 */
export function coarsenTo(table: BinTable, most: number): number {
  if (table.size <= most) return 0;
  putInOrder(table);
  const bits = bitsToDrop(table.keys, 1, table.size, most);
  mergeNeighbours(table, bits);
  return bits;
}

/** All keys lose `bits` bits (1 .. 31), those that become equal merge. */
export function dropBits(table: BinTable, bits: number): void {
  putInOrder(table);
  mergeNeighbours(table, bits);
}

/**
 * As few of the last bits as leave at most `most` different keys. Neighbours in ascending order merge once the highest bit
 * in which they differ is dropped.
 *
 * @param keys in ascending order as unsigned numbers, from `first` to `last`
 */
export function bitsToDrop(
  keys: Int32Array | Uint32Array,
  first: number,
  last: number,
  most: number,
): number {
  mergedBy.fill(0);
  for (let i = first + 1; i <= last; i++) {
    const bits = 32 - Math.clz32((keys[i] as number) ^ (keys[i - 1] as number));
    mergedBy[bits] = (mergedBy[bits] as number) + 1;
  }
  let left = last - first + 1;
  let bits = 0;
  while (left > most) left -= mergedBy[++bits] as number;
  return bits;
}
const mergedBy = new Int32Array(33);

function mergeNeighbours(table: BinTable, bits: number): void {
  const { size, keys, counts } = table;
  let last = 0;
  for (let i = 1; i <= size; i++) {
    const key = (keys[i] as number) >>> bits;
    const count = counts[i] as number;
    if (last > 0 && keys[last] === key) counts[last] = (counts[last] as number) + count;
    else {
      last++;
      keys[last] = key;
      counts[last] = count;
    }
  }
  table.size = last;
  table.sorted = last;
  reindex(table);
}

/** Puts the entries in order: those that came since they last were are sorted and merged in. Leaves the index wrong. */
function putInOrder(table: BinTable): void {
  const { size, sorted, keys, counts } = table;
  const late = size - sorted;
  if (lateKeys.length < late) {
    lateKeys = new Uint32Array(2 * late);
    lateCounts = new Float64Array(2 * late);
  }
  for (let i = 0; i < late; i++) lateKeys[i] = keys[sorted + 1 + i] as number;
  lateKeys.subarray(0, late).sort();
  for (let i = 0; i < late; i++) {
    lateCounts[i] = counts[table.index[slotOf(table, (lateKeys[i] as number) | 0)] as number] as number;
  }
  let early = sorted;
  let next = late - 1;
  for (let at = size; next >= 0; at--) {
    const fromEarly = early > 0 && (keys[early] as number) >>> 0 > (lateKeys[next] as number);
    keys[at] = fromEarly ? (keys[early] as number) : (lateKeys[next] as number);
    counts[at] = fromEarly ? (counts[early--] as number) : (lateCounts[next--] as number);
  }
  table.sorted = size;
}
/** Entries on their way into order; no part of any table's value. */
let lateKeys = new Uint32Array(1024);
let lateCounts = new Float64Array(1024);

/** The slot of the key's entry, or the free one where it belongs. */
function slotOf({ index, keys, hashShift }: BinTable, key: number): number {
  const mask = index.length - 1;
  let slot = firstSlot(key, hashShift);
  let entry = index[slot] as number;
  while (entry !== 0 && keys[entry] !== key) {
    slot = (slot + 1) & mask;
    entry = index[slot] as number;
  }
  return slot;
}

/** Fibonacci hashing (Knuth, TAOCP 3, 6.4): neighbours land far apart, multiples of powers of two do not collide. */
function firstSlot(key: number, hashShift: number): number {
  return Math.imul(key, 0x9e3779b1) >>> hashShift;
}

function enter(table: BinTable, key: number, count: number, free: number): void {
  const entry = table.size + 1;
  const full = entry >= table.keys.length;
  if (full) grow(table);
  table.keys[entry] = key;
  table.counts[entry] = count;
  table.index[full ? slotOf(table, key) : free] = entry;
  table.size = entry;
  if (table.sorted === entry - 1 && (entry === 1 || key >>> 0 > (table.keys[entry - 1] as number) >>> 0)) {
    table.sorted = entry;
  }
}

function place(index: Int32Array, hashShift: number, key: number, entry: number): void {
  const mask = index.length - 1;
  let slot = firstSlot(key, hashShift);
  while (index[slot] !== 0) slot = (slot + 1) & mask;
  index[slot] = entry;
}

function grow(table: BinTable): void {
  reserve(table, table.index === NO_SLOTS ? SMALLEST : table.index.length * GROWTH);
}

function reserve(table: BinTable, slots: number): void {
  const room = slots / 2 + 2;
  const { keys, counts, size } = table;
  // One buffer for all three: allocating it is what growing costs.
  const buffer = new ArrayBuffer(12 * room + 4 * slots);
  table.counts = new Float64Array(buffer, 0, room);
  table.keys = new Int32Array(buffer, 8 * room, room);
  table.index = new Int32Array(buffer, 12 * room, slots);
  table.hashShift = Math.clz32(slots) + 1;
  for (let entry = 1; entry <= size; entry++) {
    table.keys[entry] = keys[entry] as number;
    table.counts[entry] = counts[entry] as number;
    place(table.index, table.hashShift, keys[entry] as number, entry);
  }
}

function reindex({ index, hashShift, size, keys }: BinTable): void {
  index.fill(0);
  for (let entry = 1; entry <= size; entry++) place(index, hashShift, keys[entry] as number, entry);
}
