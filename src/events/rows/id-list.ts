import { stringHash } from '../../aggregates/string-hash.js';

/** Most ids of a list that an event carries: what was ranked, or what was chosen. */
export const MAX_LIST = 100;

/**
 * A list of ids as rows, the join and the aggregates have it: `hashes[i]` is the `stringHash` of id i, for i < `length`. Of
 * two ids of a list and its choice one in 2^32 is taken for the other: with 20 places and one choice, once in 200 million.
 */
export interface IdList {
  readonly hashes: Uint32Array;
  length: number;
}

export function emptyIdList(): IdList {
  return { hashes: new Uint32Array(MAX_LIST), length: 0 };
}

/** @param most ids beyond so many are left out, from the end */
export function fillIdList(list: IdList, ids: readonly string[], most: number = MAX_LIST): IdList {
  list.length = Math.min(ids.length, most);
  for (let i = 0; i < list.length; i++) list.hashes[i] = stringHash(ids[i] as string);
  return list;
}
