import { pageAt, pageOf, placeOf, type Pages } from './page.js';

/**
 * Where the rows of a key are: a hash table with linear probing. A slot is two words: the first word of the key, and the
 * reference of its newest row (0 = the slot is empty).
 */
export interface KeyIndex {
  slots: Int32Array;
  /** Keys in it. */
  keys: number;
}

const SMALLEST = 8;

export function emptyKeyIndex(): KeyIndex {
  return { slots: new Int32Array(2 * SMALLEST), keys: 0 };
}

/** The reference of the newest row of the key in a slot; 0 when the slot is empty. */
export function headAt(index: KeyIndex, slot: number): number {
  return index.slots[2 * slot + 1] as number;
}

/** The slot of a key; the slot where it belongs, when it is not there. One more key has room afterwards. */
export function slotOf(index: KeyIndex, pages: Pages, key: Uint32Array): number {
  if (4 * (index.keys + 1) > 3 * (index.slots.length >> 1)) resize(index, index.slots.length);
  const { slots } = index;
  const mask = (slots.length >> 1) - 1;
  const tag = (key[0] as number) | 0;
  let slot = tag & mask;
  for (;;) {
    const head = slots[2 * slot + 1] as number;
    if (head === 0 || (slots[2 * slot] === tag && hasKey(pages, head, key))) return slot;
    slot = (slot + 1) & mask;
  }
}

/** Makes `reference` the newest row of the key at the slot that `slotOf` said. */
export function putHead(index: KeyIndex, slot: number, key: Uint32Array, reference: number): void {
  const { slots } = index;
  if (slots[2 * slot + 1] === 0) {
    slots[2 * slot] = key[0] as number;
    index.keys++;
  }
  slots[2 * slot + 1] = reference;
}

/** Takes the key of a slot out; what probing has pushed behind it moves up. */
export function removeSlot(index: KeyIndex, slot: number): void {
  const { slots } = index;
  const mask = (slots.length >> 1) - 1;
  let hole = slot;
  for (let next = (hole + 1) & mask; slots[2 * next + 1] !== 0; next = (next + 1) & mask) {
    const home = (slots[2 * next] as number) & mask;
    // Only one whose way from home leads past the hole may move into it.
    if (((next - home) & mask) < ((next - hole) & mask)) continue;
    slots[2 * hole] = slots[2 * next] as number;
    slots[2 * hole + 1] = slots[2 * next + 1] as number;
    hole = next;
  }
  slots[2 * hole + 1] = 0;
  index.keys--;
}

/** Gives back the room of a burst once seven of eight slots are empty. */
export function shrink(index: KeyIndex): void {
  const size = index.slots.length >> 1;
  if (size > SMALLEST && 8 * index.keys < size) resize(index, size / 4);
}

/** The first word of a key says its place, so that no row needs to be read. */
function resize(index: KeyIndex, size: number): void {
  const { slots } = index;
  const larger = new Int32Array(2 * Math.max(SMALLEST, size));
  const mask = (larger.length >> 1) - 1;
  for (let from = 0; from < slots.length; from += 2) {
    const head = slots[from + 1] as number;
    if (head === 0) continue;
    const tag = slots[from] as number;
    let slot = tag & mask;
    while (larger[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
    larger[2 * slot] = tag;
    larger[2 * slot + 1] = head;
  }
  index.slots = larger;
}

function hasKey(pages: Pages, reference: number, key: Uint32Array): boolean {
  const { words } = pageAt(pages, pageOf(reference));
  const at = placeOf(reference);
  return (
    words[at + 1] === ((key[1] as number) | 0) &&
    words[at + 2] === ((key[2] as number) | 0) &&
    words[at + 3] === ((key[3] as number) | 0)
  );
}
