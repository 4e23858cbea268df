/**
 * State as plain JSON: numbers that JSON has no word for (the infinities, NaN, minus zero) become strings on the way
 * out and numbers again on the way in. A state itself holds no strings, so nothing else is read as one.
 */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const UNWRITABLE: ReadonlyMap<string, number> = new Map([
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['NaN', Number.NaN],
  ['-0', -0],
]);

/** A deep copy: what happens to the state later does not show in it. */
export function encodeState(value: unknown): Json {
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return '-0';
    return Number.isFinite(value) ? value : String(value);
  }
  if (value === null || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(encodeState);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, encodeState(inner)]));
  }
  throw new TypeError(
    `the state of a detector holds numbers, booleans, null, lists and objects, not ${typeof value}`,
  );
}

/** @throws TypeError on a string that stands for no number */
export function decodeState(value: Json): unknown {
  if (typeof value === 'string') {
    const number = UNWRITABLE.get(value);
    if (number === undefined)
      throw new TypeError(`no number in the state of a detector: ${JSON.stringify(value)}`);
    return number;
  }
  if (Array.isArray(value)) return value.map(decodeState);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decodeState(inner)]));
  }
  return value;
}

/**
 * Same fields of the same types, down to the elements of lists.
 * @param fresh state of a new detector: null there allows anything
 * @returns the path of the first field that differs, null when none does
 */
export function differenceOfShape(fresh: unknown, restored: unknown, path = 'state'): string | null {
  if (fresh === null || restored === null) return null;
  if (typeof fresh !== typeof restored || Array.isArray(fresh) !== Array.isArray(restored)) return path;
  if (typeof fresh !== 'object' || typeof restored !== 'object' || Array.isArray(fresh)) return null;
  const names = new Set([...Object.keys(fresh), ...Object.keys(restored)]);
  for (const name of names) {
    const inner = `${path}.${name}`;
    if (!Object.hasOwn(fresh, name) || !Object.hasOwn(restored, name)) return inner;
    const difference = differenceOfShape(
      (fresh as Record<string, unknown>)[name],
      (restored as Record<string, unknown>)[name],
      inner,
    );
    if (difference !== null) return difference;
  }
  return null;
}
