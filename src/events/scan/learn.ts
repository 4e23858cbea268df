import { nameHash, type Prefix } from '../content-hash.js';
import type { NameLists } from '../rows/name-lists.js';
import { widen, widenNumbers, widenTexts } from '../rows/empty-row.js';
import { COLUMN, growEdge, growNode, ROOT, type Layout, type LayoutTree, type Step } from './layout-tree.js';
import {
  CODE,
  COMPONENT,
  END,
  FEATURE,
  FIELDS,
  MODEL,
  OBJECTS,
  PROBABILITY,
  SEGMENT,
  SKIP,
  VALUE,
  WEIGHT,
  type Side,
} from './leaf.js';
import type { ModelFacts } from './model-facts.js';
import type { RecordScan } from './record-scan.js';
import type { RecordText } from './record-text.js';
import { skipSpace, skipString, skipValue } from './skip-value.js';
import { decode } from './text-dictionary.js';

/** The layout of one record, as far as it is read. */
interface Lesson {
  readonly record: RecordText;
  readonly source: Buffer;
  readonly side: Side;
  readonly steps: Step[];
  /** The known fields that were met, and the names in each of its objects. */
  readonly fields: Set<string>;
  readonly objects: Map<number, string[]>;
  /** Where the literal before the next leaf begins. */
  literal: number;
}

const PREFIX: Readonly<Record<number, Prefix>> = {
  [FEATURE]: 'f',
  [PROBABILITY]: 'p',
  [SEGMENT]: 's',
  [VALUE]: 'v',
  [COMPONENT]: 'c',
  [WEIGHT]: 'w',
};

/**
 * Learns the layout of the record that is loaded and that the strict edge has accepted.
 *
 * @param facts of its model
 * @returns false where it is one that cannot be learnt: names that repeat or that an object has in another order than the
 * text (names that are whole numbers come first), nesting deeper than a scan follows; or where the tree has no room
 */
export function learnLayout(scan: RecordScan, side: Side, source: Buffer, facts: ModelFacts): boolean {
  const { tree, record } = scan;
  const lesson: Lesson = {
    record,
    source,
    side,
    steps: [],
    fields: new Set(),
    objects: new Map(),
    literal: 0,
  };
  if (!readFields(lesson)) return false;
  const layout = layoutOf(lesson, scan.lists);
  if (layout === null) return false;
  makeRoom(scan, layout);
  let node = ROOT;
  for (const step of lesson.steps) {
    node = growEdge(tree, node, step, record);
    if (node !== ROOT && step.leaf === MODEL) node = nodeOfModel(tree, node, facts);
    if (node === ROOT) return false;
  }
  const known = tree.usedCells;
  const end = { leaf: END, from: lesson.literal, until: record.length, column: 0, nameHash: 0 };
  const edge = growEdge(tree, node, end, record);
  if (edge === ROOT) return false;
  if (edge >= known) tree.cells[edge + COLUMN] = tree.layouts.push(layout) - 1;
  return true;
}

function makeRoom(scan: RecordScan, layout: Layout): void {
  const { features, probabilities, segments, scores, weights, values } = layout;
  widen(scan.features, features.length);
  widenNumbers(scan.probabilities, probabilities?.length ?? 0);
  widenTexts(scan.segments, segments?.length ?? 0);
  widenNumbers(scan.scores, scores?.length ?? 0);
  widenNumbers(scan.weights, weights?.length ?? 0);
  widenNumbers(scan.values, values?.length ?? 0);
}

function nodeOfModel(tree: LayoutTree, edge: number, facts: ModelFacts): number {
  const known = facts.nodes.get(edge);
  if (known !== undefined) return known;
  const node = growNode(tree);
  if (node !== ROOT) facts.nodes.set(edge, node);
  return node;
}

function readFields(lesson: Lesson): boolean {
  const { record, side, fields } = lesson;
  const { bytes } = record;
  const end = eachEntry(lesson, skipSpace(bytes, 0), (name, value) => {
    const leaf = FIELDS[side].get(name);
    const within = OBJECTS[side].get(name);
    if (leaf !== undefined || within !== undefined) {
      if (fields.has(name)) return -1;
      fields.add(name);
    }
    if (within === undefined) return readLeaf(lesson, name, leaf ?? SKIP, value, 0);
    // null is as good as nothing, and part of the literal.
    if (bytes[value] === 0x6e) return skipValue(bytes, value);
    return bytes[value] === 0x7b ? readObject(lesson, within, value) : -1;
  });
  return end !== -1;
}

function readObject(lesson: Lesson, leaf: number, begin: number): number {
  const names: string[] = [];
  lesson.objects.set(leaf, names);
  return eachEntry(lesson, begin, (name, value) => {
    const column = names.push(name) - 1;
    return readLeaf(lesson, name, leaf === CODE && name !== 'code' ? SKIP : leaf, value, column);
  });
}

function readLeaf(lesson: Lesson, name: string, leaf: number, value: number, column: number): number {
  lesson.steps.push({
    from: lesson.literal,
    until: value,
    leaf,
    column,
    nameHash: nameHash(PREFIX[leaf] ?? '', name) | 0,
  });
  return (lesson.literal = skipValue(lesson.record.bytes, value));
}

/**
 * Calls back with each name and the position of its value, and gets the position behind the value; -1 ends it. Returns the
 * position behind the object, -1 where it was ended.
 */
function eachEntry(
  { record: { bytes }, source }: Lesson,
  begin: number,
  entry: (name: string, value: number) => number,
): number {
  let p = skipSpace(bytes, begin + 1);
  while (bytes[p] !== 0x7d) {
    const end = skipString(bytes, p);
    const name = end === -1 ? null : decode(source, p + 1, end - 1);
    if (name === null) return -1;
    p = entry(name, skipSpace(bytes, skipSpace(bytes, end) + 1));
    if (p === -1) return -1;
    p = skipSpace(bytes, p);
    if (bytes[p] === 0x2c) p = skipSpace(bytes, p + 1);
  }
  return p + 1;
}

function layoutOf({ objects }: Lesson, lists: NameLists): Layout | null {
  for (const names of objects.values()) if (!isOrderOfObject(names)) return null;
  const list = (leaf: number): readonly string[] | null => {
    const names = objects.get(leaf);
    return names ? lists.of(names) : null;
  };
  return {
    features: list(FEATURE) ?? [],
    probabilities: list(PROBABILITY),
    segments: list(SEGMENT),
    scores: list(COMPONENT),
    weights: list(WEIGHT),
    values: list(VALUE),
    failed: objects.has(CODE),
  };
}

/** Has an object with these names, entered in this order, the same names in the same order? */
function isOrderOfObject(names: readonly string[]): boolean {
  const keys = Object.keys(Object.fromEntries(names.map((name) => [name, 0])));
  return keys.length === names.length && keys.every((key, i) => key === names[i]);
}
