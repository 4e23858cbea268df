import { stringHash } from '../../aggregates/string-hash.js';

/** Booleans are the categories `'true'` and `'false'`. */
export const TRUE_HASH = stringHash('true');
export const FALSE_HASH = stringHash('false');
