const BITS = 12;
const BUCKETS = 1 << BITS;

/**
 * The order that sorts `count` items by a whole-number key, ties by item number.
 *
 * A radix sort from the least significant digit (Knuth, The Art of Computer Programming 3, 5.2.5): each pass
 * deals the items by 12 bits of the key and keeps the order of the pass before. O(count) a pass, as many passes
 * as the range of the keys needs; a comparison sort of 3,000,000 landing times takes ten times as long.
 *
 * @param keyOf whole numbers whose range is below 2^53; called a few times for each item
 * @returns item numbers in ascending order of their keys
 */
export function stableOrder(count: number, keyOf: (item: number) => number): Uint32Array {
  let order = new Uint32Array(count);
  let lowest = Infinity;
  let highest = -Infinity;
  for (let item = 0; item < count; item++) {
    order[item] = item;
    const key = keyOf(item);
    if (!Number.isSafeInteger(key)) {
      throw new RangeError(`a key must be a whole number below 2^53; item ${item} has ${key}`);
    }
    if (key < lowest) lowest = key;
    if (key > highest) highest = key;
  }
  let dealt = new Uint32Array(count);
  for (let unit = 1; highest - lowest >= unit; unit *= BUCKETS) {
    const digitOf = (item: number): number => Math.floor((keyOf(item) - lowest) / unit) % BUCKETS;
    const next = new Uint32Array(BUCKETS + 1);
    for (let item = 0; item < count; item++) next[digitOf(item) + 1]!++;
    for (let digit = 0; digit < BUCKETS; digit++) next[digit + 1]! += next[digit]!;
    for (let at = 0; at < count; at++) {
      const item = order[at]!;
      dealt[next[digitOf(item)]!++] = item;
    }
    [order, dealt] = [dealt, order];
  }
  return order;
}
