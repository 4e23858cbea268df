import type { RecordText } from './record-text.js';

/** What a record of one layout holds, in the order in which it stands there. */
export interface Layout {
  readonly features: readonly string[];
  /** null: not said. */
  readonly probabilities: readonly string[] | null;
  readonly segments: readonly string[] | null;
  readonly scores: readonly string[] | null;
  readonly weights: readonly string[] | null;
  readonly values: readonly string[] | null;
  /** It says the code of a failure. */
  readonly failed: boolean;
}

/** From one leaf to the next: the bytes between them, then what the next one is. */
export interface Step {
  /** Where the literal stands in the record that teaches it. */
  readonly from: number;
  readonly until: number;
  readonly leaf: number;
  /** Position among the leaves of its object. */
  readonly column: number;
  /** Hash of the leaf's name, as content hashes mix it in; an int32. */
  readonly nameHash: number;
}

/**
 * The layouts that were learnt, as a tree: layouts that begin alike share their beginning, whitespace and all. An edge is a
 * literal and the leaf behind it; a layout is the path to a leaf that is the end. An edge is the place of its cells, which
 * are together a line of the processor's cache.
 *
 * The literals below one node differ, and the one whose leaf can be read is the right one.
 */
export interface LayoutTree {
  /** `EDGE` cells an edge. */
  cells: Int32Array;
  usedCells: number;
  /** The bytes of long literals. */
  blocks: Float64Array;
  usedBlocks: number;
  /** Of ends, by column. */
  readonly layouts: Layout[];
}

/** An edge's cells: first what is compared, then what it leads to. */
const EDGE = 16;
/** Of the literal, in bytes. */
const LENGTH = 0;
/** Of a literal of eight bytes and more: its first block. Blocks are compared as floats, the last one ends with it. */
const FIRST_BLOCK = 1;
/** Of a shorter one: its bytes as two words, and which of their bits count. */
const LOW = 2;
const LOW_MASK = 3;
const HIGH = 4;
const HIGH_MASK = 5;
/** First edge below and next edge beside; `ROOT` = none. */
export const CHILD = 6;
export const SIBLING = 7;
export const LEAF = 8;
export const COLUMN = 9;
export const NAME_HASH = 10;

/** Bytes that are compared at once. */
const BLOCK = 8;

/** The first edge is the root, to which no literal leads. */
export const ROOT = 0;

export const MOST_CELLS = EDGE << 15;
const MOST_BLOCKS = 1 << 17;
/** More ways to go on from one place are not learnt: they are tried one after the other. */
const MOST_SIBLINGS = 32;

export function emptyLayoutTree(): LayoutTree {
  return {
    cells: new Int32Array(128 * EDGE),
    usedCells: EDGE,
    blocks: new Float64Array(512),
    usedBlocks: 0,
    layouts: [],
  };
}

/** Where the edge's literal, expected at `p`, ends; -1 where something else stands there. */
export function afterLiteral(
  cells: Int32Array,
  blocks: Float64Array,
  edge: number,
  view: DataView,
  p: number,
): number {
  const length = cells[edge + LENGTH] as number;
  if (length < BLOCK) {
    const low = view.getInt32(p, true) & (cells[edge + LOW_MASK] as number);
    const high = view.getInt32(p + 4, true) & (cells[edge + HIGH_MASK] as number);
    return low === cells[edge + LOW] && high === cells[edge + HIGH] ? p + length : -1;
  }
  // Equal floats are equal bytes: JSON has no byte of zero, so no -0; and a NaN, which equals nothing, costs time only.
  let block = cells[edge + FIRST_BLOCK] as number;
  const last = p + length - BLOCK;
  for (let q = p; q < last; q += BLOCK) {
    if (view.getFloat64(q, true) !== blocks[block++]) return -1;
  }
  return view.getFloat64(last, true) === blocks[block] ? p + length : -1;
}

/** The edge below `node` for this step; a new one where there is none. `ROOT`: it cannot be kept. */
export function growEdge(tree: LayoutTree, node: number, step: Step, { view }: RecordText): number {
  let siblings = 0;
  for (let edge = tree.cells[node + CHILD] as number; edge !== ROOT;) {
    const same = tree.cells[edge + LEAF] === step.leaf;
    if (same && afterLiteral(tree.cells, tree.blocks, edge, view, step.from) === step.until) return edge;
    if (++siblings === MOST_SIBLINGS) return ROOT;
    edge = tree.cells[edge + SIBLING] as number;
  }
  const length = step.until - step.from;
  const blocks = length < BLOCK ? 0 : Math.ceil(length / BLOCK);
  const edge = newEdge(tree, blocks);
  if (edge === ROOT) return ROOT;
  const { cells } = tree;
  cells[edge + LENGTH] = length;
  if (blocks === 0) {
    const lowMask = length >= 4 ? -1 : (1 << (8 * length)) - 1;
    const highMask = length <= 4 ? 0 : (1 << (8 * (length - 4))) - 1;
    cells[edge + LOW_MASK] = lowMask;
    cells[edge + HIGH_MASK] = highMask;
    cells[edge + LOW] = view.getInt32(step.from, true) & lowMask;
    cells[edge + HIGH] = view.getInt32(step.from + 4, true) & highMask;
  } else {
    cells[edge + FIRST_BLOCK] = tree.usedBlocks;
    for (let i = 0; i < blocks; i++) {
      const at = Math.min(step.from + BLOCK * i, step.until - BLOCK);
      tree.blocks[tree.usedBlocks++] = view.getFloat64(at, true);
    }
  }
  cells[edge + LEAF] = step.leaf;
  cells[edge + COLUMN] = step.column;
  cells[edge + NAME_HASH] = step.nameHash;
  link(cells, node, edge);
  return edge;
}

/** A node that no literal leads to; `ROOT` where there is no room for one. */
export function growNode(tree: LayoutTree): number {
  return newEdge(tree, 0);
}

/** What is left is too little for another layout of a common size. */
export function isFull(tree: LayoutTree): boolean {
  return tree.usedCells > 0.9 * MOST_CELLS || tree.usedBlocks > 0.9 * MOST_BLOCKS;
}

export function forgetLayouts(tree: LayoutTree): void {
  tree.cells[ROOT + CHILD] = ROOT;
  tree.usedCells = EDGE;
  tree.usedBlocks = 0;
  tree.layouts.length = 0;
}

/** Moves an edge before its siblings: what came last is likely to come next. */
export function moveToFront(cells: Int32Array, node: number, before: number, edge: number): void {
  cells[before + SIBLING] = cells[edge + SIBLING] as number;
  link(cells, node, edge);
}

function link(cells: Int32Array, node: number, edge: number): void {
  cells[edge + SIBLING] = cells[node + CHILD] as number;
  cells[node + CHILD] = edge;
}

/** An edge with nothing below it, and room for the blocks of its literal. */
function newEdge(tree: LayoutTree, blocks: number): number {
  if (tree.usedCells === MOST_CELLS || tree.usedBlocks + blocks > MOST_BLOCKS) return ROOT;
  if (tree.usedCells === tree.cells.length) {
    const grown = new Int32Array(2 * tree.cells.length);
    grown.set(tree.cells);
    tree.cells = grown;
  }
  if (tree.usedBlocks + blocks > tree.blocks.length) {
    const grown = new Float64Array(2 * (tree.usedBlocks + blocks));
    grown.set(tree.blocks);
    tree.blocks = grown;
  }
  const edge = tree.usedCells;
  tree.usedCells += EDGE;
  tree.cells[edge + CHILD] = ROOT;
  return edge;
}
