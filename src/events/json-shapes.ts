/** What parsed JSON may be asked to be. */
import { MAX_LIST } from './rows/id-list.js';

export type Json = Record<string, unknown>;

/** Most objectives of a model: scores and weights of one prediction. */
export const MAX_OBJECTIVES = 32;

/** Longest accepted id, model, version, class, feature or segment, in UTF-16 units. */
export const MAX_NAME = 512;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME;
}

/** Confusion counts are keyed by two class names with a tab between them. */
export function isClassName(value: unknown): value is string {
  return isName(value) && !value.includes('\t');
}

/** Different ids, at most `MAX_LIST` of them. */
export function isIdList(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= MAX_LIST &&
    value.every(isName) &&
    new Set(value).size === value.length
  );
}

export function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

export function isProbability(value: unknown): value is number {
  return isFiniteNumber(value) && value >= 0 && value <= 1;
}

/** Names and values of at most `MAX_NAME` units. */
export function isStringRecord(value: unknown): value is Record<string, string> {
  return (
    isObject(value) &&
    Object.entries(value).every(
      ([k, v]) => typeof v === 'string' && v.length <= MAX_NAME && k.length <= MAX_NAME,
    )
  );
}

export function isNumberRecord(value: unknown): value is Record<string, number> {
  return isObject(value) && Object.values(value).every(isFiniteNumber);
}
