import * as layouts from './layout-tree.js';
import { afterLiteral, moveToFront, type Layout } from './layout-tree.js';
import * as leaves from './leaf.js';
import { readLeaf } from './read-leaf.js';
import { forgetRecord, type RecordScan } from './record-scan.js';

// Constants of this file's own: V8 folds those, imported ones it loads each time.
const { CHILD, COLUMN, LEAF, ROOT, SIBLING } = layouts;
const { END, MODEL } = leaves;

/** Walks the loaded record along the layouts that were learnt; null where it is of none of them, or doubtful. */
export function walk(scan: RecordScan, source: Buffer): Layout | null {
  forgetRecord(scan);
  const { tree, record } = scan;
  const { cells, blocks } = tree;
  const { view } = record;
  let node = ROOT;
  let p = 0;
  let before = ROOT;
  let edge = cells[node + CHILD] as number;
  while (edge !== ROOT) {
    const at = afterLiteral(cells, blocks, edge, view, p);
    const leaf = cells[edge + LEAF] as number;
    let next = at;
    if (at !== -1) {
      if (leaf !== END) next = readLeaf(scan, source, edge, at);
      else if (at === record.length) return tree.layouts[cells[edge + COLUMN] as number] as Layout;
      else next = -1;
    }
    if (next === -1) {
      before = edge;
      edge = cells[edge + SIBLING] as number;
      continue;
    }
    if (before !== ROOT) {
      moveToFront(cells, node, before, edge);
      before = ROOT;
    }
    p = next;
    node = leaf === MODEL ? (scan.model?.nodes.get(edge) ?? ROOT) : edge;
    // A model that is new here has no layout yet.
    if (node === ROOT) return null;
    edge = cells[node + CHILD] as number;
  }
  return null;
}
