/** A YAML file that remembers where everything stands. */
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Node } from 'yaml';

export interface Place {
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

export interface YamlSource {
  /** `undefined` for an empty file. */
  readonly value: unknown;
  /** Syntax errors, duplicate keys, unknown tags. */
  readonly errors: readonly (Place & { readonly message: string })[];
  /** Whether the file says something at a path. */
  has(path: readonly PropertyKey[]): boolean;
  /** Where the value at a path stands; for what is not there, the nearest group around it. */
  placeOf(path: readonly PropertyKey[]): Place;
  /** Where the last key of a path stands. */
  placeOfKey(path: readonly PropertyKey[]): Place;
}

/** What a path leads to, or the last that is there of it. */
interface Found {
  readonly key: Node | null;
  readonly value: Node | null;
  readonly complete: boolean;
}

export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const start = (node: Node | null): Place => at(node?.range?.[0] ?? 0);
  const errors = [...document.errors, ...document.warnings].map((error) => ({
    ...at(error.pos[0]),
    message: error.message,
  }));
  let value: unknown;
  if (errors.length === 0) {
    try {
      value = document.toJS() ?? undefined;
    } catch (error) {
      // Aliases are resolved only now: unknown ones, and those that would unfold without end.
      errors.push({ line: 1, column: 1, message: error instanceof Error ? error.message : String(error) });
    }
  }

  function walk(path: readonly PropertyKey[]): Found {
    let value: Node | null = document.contents;
    let key: Node | null = value;
    for (const step of path) {
      const next = child(value, step);
      if (next === undefined) return { key, value, complete: false };
      ({ key } = next);
      value = next.value ?? next.key;
    }
    return { key, value, complete: true };
  }

  return {
    value,
    errors,
    has: (path) => walk(path).complete,
    placeOf: (path) => start(walk(path).value),
    placeOfKey: (path) => start(walk(path).key),
  };
}

function child(node: Node | null, step: PropertyKey): { key: Node | null; value: Node | null } | undefined {
  if (isMap(node)) {
    // Keys such as 2001 are numbers in YAML and names to us.
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
    if (pair === undefined) return undefined;
    return { key: isNode(pair.key) ? pair.key : null, value: isNode(pair.value) ? pair.value : null };
  }
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step];
    return isNode(item) ? { key: item, value: item } : undefined;
  }
  return undefined;
}
