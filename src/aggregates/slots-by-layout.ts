import { keepAboutBottomK } from './bottom-k.js';

/**
 * Where the values of a row go: its list of names, resolved to their aggregates once. Rows bring the same list object from
 * record to record, so that finding the aggregates of all its names costs one comparison. No part of any value.
 *
 * A name that the limit has dropped keeps an aggregate here that nobody reads: a name once dropped never comes back.
 */
export interface SlotsByLayout<A> {
  lastNames: readonly string[] | null;
  lastSlots: readonly A[];
  readonly known: Map<readonly string[], readonly A[]>;
}

/** Optional names make several lists of one kind of record; somebody who sends endless new ones starts the cache anew. */
const MOST_LAYOUTS = 64;

export function emptySlots<A>(): SlotsByLayout<A> {
  return { lastNames: null, lastSlots: [], known: new Map() };
}

/** Aggregates of `names`, entry by entry. New names enter `all`, which keeps about `most` of them (`keepAboutBottomK`). */
export function slotsOf<A>(
  slots: SlotsByLayout<A>,
  names: readonly string[],
  all: Map<string, A>,
  empty: () => A,
  most: number,
): readonly A[] {
  if (names === slots.lastNames) return slots.lastSlots;
  const own = slots.known.get(names) ?? resolve(slots, names, all, empty, most);
  slots.lastNames = names;
  slots.lastSlots = own;
  return own;
}

function resolve<A>(
  slots: SlotsByLayout<A>,
  names: readonly string[],
  all: Map<string, A>,
  empty: () => A,
  most: number,
): readonly A[] {
  const own = names.map((name) => {
    let slot = all.get(name);
    if (slot === undefined) all.set(name, (slot = empty()));
    return slot;
  });
  keepAboutBottomK(all, most);
  if (slots.known.size >= MOST_LAYOUTS) slots.known.clear();
  slots.known.set(names, own);
  return own;
}
