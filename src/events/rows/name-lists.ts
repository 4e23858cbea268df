/**
 * Lists of names, one array object for each list, so that whoever keeps something by list need not compare names.
 * Bounded: what is beyond the limits is forgotten, and the same names get another array when they come again.
 */
export class NameLists {
  /** By last name, which of two lists that begin alike is the most likely to differ. */
  readonly #lists = new Map<string, (readonly string[])[]>();

  /** The one array with these names in this order. */
  of(names: readonly string[]): readonly string[] {
    const last = names[names.length - 1];
    if (last === undefined) return NONE;
    const alike = this.#lists.get(last);
    if (alike === undefined) {
      if (this.#lists.size === MOST) this.#lists.clear();
      this.#lists.set(last, [names]);
      return names;
    }
    for (const list of alike) if (sameNames(list, names)) return list;
    if (alike.length === MOST_ALIKE) alike.shift();
    alike.push(names);
    return names;
  }
}

const NONE: readonly string[] = [];
const MOST = 1024;
const MOST_ALIKE = 16;

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
