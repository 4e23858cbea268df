import { keepBottomK } from '../../aggregates/bottom-k.js';

/** Which features of a layout its rows carry through the join: their names, and the columns in which they stand. */
export interface JoinedFeatures {
  readonly names: readonly string[];
  readonly columns: Int32Array;
}

/** Of more features than `most` those with the smallest hashes of their names: nobody's order decides, and no row but this. */
export function joinedFeatures(names: readonly string[], most: number): JoinedFeatures {
  if (names === lastNames && most === lastMost) return last;
  let known = layouts.get(names);
  if (known?.most !== most) {
    known = { most, joined: choose(names, most) };
    layouts.set(names, known);
  }
  lastNames = names;
  lastMost = most;
  last = known.joined;
  return last;
}

/** Readers hand out one array for each list of names, so the choice is made once for each: no part of any state. */
const layouts = new WeakMap<readonly string[], { readonly most: number; readonly joined: JoinedFeatures }>();
let lastNames: readonly string[] = [];
let lastMost = -1;
let last: JoinedFeatures = { names: [], columns: new Int32Array(0) };

function choose(names: readonly string[], most: number): JoinedFeatures {
  if (names.length <= most) return { names, columns: Int32Array.from(names.keys()) };
  const columns = new Map(names.map((name, column) => [name, column]));
  keepBottomK(columns, most);
  return { names: [...columns.keys()], columns: Int32Array.from(columns.values()) };
}
