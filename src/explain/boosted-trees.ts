/**
 * Gradient-boosted trees of depth three on binned features, for two classes (Friedman 2001; histograms and leaf weights as in
 * Chen and Guestrin 2016): small, deterministic, and they see what features do together. Both classes weigh the same.
 */

/** Rows as bins: one column a feature. */
export interface BinnedRows {
  readonly columns: readonly Uint8Array[];
  /** Bins of each column, at most 256. */
  readonly sizes: readonly number[];
  /** Whether the order of a column's bins means something; else a split sorts them by what it is to tell. */
  readonly ordered: readonly boolean[];
}

export interface Trees {
  readonly trees: readonly Node[];
  /** By column: how much its splits have told. */
  readonly gains: readonly number[];
}

type Node = { readonly value: number } | Split;

interface Split {
  readonly column: number;
  /** By bin. */
  readonly goesLeft: Uint8Array;
  readonly left: Node;
  readonly right: Node;
}

const ROUNDS = 40;
const DEPTH = 3;
const RATE = 0.2;
const LAMBDA = 1;
const LEAST_ROWS = 20;

/**
 * @param labels 0 or 1 by row
 * @param rows those to learn from; both classes must be among them
 */
export function growTrees(binned: BinnedRows, labels: Uint8Array, rows: Int32Array): Trees {
  const total = rows.length;
  let ones = 0;
  for (const row of rows) ones += labels[row] as number;
  const weights = [total / (2 * (total - ones)), total / (2 * ones)] as const;
  const scores = new Float64Array(labels.length);
  const gradients = new Float64Array(labels.length);
  const hessians = new Float64Array(labels.length);
  const gains = binned.columns.map(() => 0);
  const trees: Node[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const row of rows) {
      const p = 1 / (1 + Math.exp(-(scores[row] as number)));
      const label = labels[row] as 0 | 1;
      gradients[row] = weights[label] * (p - label);
      hessians[row] = weights[label] * p * (1 - p);
    }
    const tree = grow({ binned, gradients, hessians, gains }, rows, DEPTH);
    trees.push(tree);
    for (const row of rows) scores[row] = (scores[row] as number) + valueOf(tree, binned, row);
  }
  return { trees, gains };
}

/** Log odds of class 1. */
export function scoreOf({ trees }: Trees, binned: BinnedRows, row: number): number {
  let score = 0;
  for (const tree of trees) score += valueOf(tree, binned, row);
  return score;
}

function valueOf(node: Node, { columns }: BinnedRows, row: number): number {
  let at = node;
  while ('left' in at) at = at.goesLeft[columns[at.column]?.[row] as number] ? at.left : at.right;
  return at.value;
}

interface Growing {
  readonly binned: BinnedRows;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  readonly gains: number[];
}

function grow(growing: Growing, rows: Int32Array, depth: number): Node {
  const { binned, gradients, hessians, gains } = growing;
  let [g, h] = [0, 0];
  for (const row of rows) {
    g += gradients[row] as number;
    h += hessians[row] as number;
  }
  const best = depth > 0 && rows.length >= 2 * LEAST_ROWS ? bestSplit(growing, rows, g, h) : null;
  if (!best) return { value: (-RATE * g) / (h + LAMBDA) };
  const { column, goesLeft, gain } = best;
  gains[column] = (gains[column] as number) + gain;
  const bins = binned.columns[column] as Uint8Array;
  const goes = (row: number) => goesLeft[bins[row] as number] === 1;
  return {
    column,
    goesLeft,
    left: grow(growing, rows.filter(goes), depth - 1),
    right: grow(
      growing,
      rows.filter((row) => !goes(row)),
      depth - 1,
    ),
  };
}

function bestSplit({ binned, gradients, hessians }: Growing, rows: Int32Array, g: number, h: number) {
  let best: { column: number; goesLeft: Uint8Array; gain: number } | null = null;
  const whole = (g * g) / (h + LAMBDA);
  binned.columns.forEach((bins, column) => {
    const size = binned.sizes[column] as number;
    const [gs, hs, ns] = [new Float64Array(size), new Float64Array(size), new Int32Array(size)];
    for (const row of rows) {
      const bin = bins[row] as number;
      gs[bin] = (gs[bin] as number) + (gradients[row] as number);
      hs[bin] = (hs[bin] as number) + (hessians[row] as number);
      ns[bin] = (ns[bin] as number) + 1;
    }
    const order = Array.from({ length: size }, (_, bin) => bin).filter((bin) => (ns[bin] as number) > 0);
    const slope = (bin: number) => (gs[bin] as number) / ((hs[bin] as number) + LAMBDA);
    if (!binned.ordered[column]) order.sort((a, b) => slope(a) - slope(b) || a - b);
    let [left, weight, n] = [0, 0, 0];
    for (let i = 0; i < order.length - 1; i++) {
      const bin = order[i] as number;
      left += gs[bin] as number;
      weight += hs[bin] as number;
      n += ns[bin] as number;
      if (n < LEAST_ROWS || rows.length - n < LEAST_ROWS) continue;
      const gain = left ** 2 / (weight + LAMBDA) + (g - left) ** 2 / (h - weight + LAMBDA) - whole;
      if (gain <= (best?.gain ?? 1e-9)) continue;
      const goesLeft = new Uint8Array(size);
      for (const own of order.slice(0, i + 1)) goesLeft[own] = 1;
      best = { column, goesLeft, gain };
    }
  });
  return best as { column: number; goesLeft: Uint8Array; gain: number } | null;
}
