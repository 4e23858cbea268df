/**
 * The texts of one page, by number. It goes with its page, so labels without end do not stay; what it hands out is the
 * very string that was put in.
 */
export interface Dictionary {
  texts: string[];
  /** Lists of names: the classes that have probabilities, the names of segments, of business values. */
  names: (readonly string[])[];
  /** Text -> its number, the JSON of a list -> its number: made when needed, gone once the page is full. */
  textNumbers: Map<string, number> | null;
  namesNumbers: Map<string, number> | null;
}

/** So many lists are compared by identity before one is looked up by what it says. */
const GLANCED_AT = 4;

export function emptyDictionary(): Dictionary {
  return { texts: [], names: [], textNumbers: null, namesNumbers: null };
}

export function numberOfText(dictionary: Dictionary, text: string): number {
  const { texts } = dictionary;
  // A page's first text is the version of its first row: nearly always that of the others too.
  if (texts[0] === text) return 0;
  const numbers = (dictionary.textNumbers ??= numbered(texts));
  let number = numbers.get(text);
  if (number === undefined) {
    number = texts.push(text) - 1;
    numbers.set(text, number);
  }
  return number;
}

/** Readers hand out the same array for the same names, so that a glance finds it. */
export function numberOfNames(dictionary: Dictionary, list: readonly string[]): number {
  const { names } = dictionary;
  for (let i = 0; i < names.length && i < GLANCED_AT; i++) if (names[i] === list) return i;
  const numbers = (dictionary.namesNumbers ??= numbered(names.map((known) => JSON.stringify(known))));
  const json = JSON.stringify(list);
  let number = numbers.get(json);
  if (number === undefined) {
    number = names.push(list) - 1;
    numbers.set(json, number);
  }
  return number;
}

/** Nothing will be added: what only served to find numbers goes. */
export function seal(dictionary: Dictionary): void {
  dictionary.textNumbers = dictionary.namesNumbers = null;
}

function numbered(texts: readonly string[]): Map<string, number> {
  return new Map(texts.map((text, i) => [text, i]));
}
