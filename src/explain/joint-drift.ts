/**
 * Whether a classifier can tell recent rows from the reference's, by all features together, and by which: a domain
 * classifier (Lopez-Paz and Oquab 2017, "Revisiting classifier two-sample tests"). It sees what no single distribution shows: two features that no longer go
 * together. An analysis on demand: it needs raw rows.
 */
import { addFeature, emptyFeature } from '../aggregates/feature-counts.js';
import { jensenShannonCorrected } from '../distances/jensen-shannon.js';
import { binCount, binName, binOf, binsOf, type Bins } from '../policy/bins.js';
import { binShares } from './bin-shares.js';
import { blockAuc, type BlockAuc } from './block-auc.js';
import { growTrees, scoreOf, type BinnedRows } from './boosted-trees.js';
import type { InputRow } from './row-sample.js';

export interface JointQuestion {
  /** In the order of time. */
  readonly reference: readonly InputRow[];
  readonly recent: readonly InputRow[];
  /** Event time: the reference is [referenceFrom, from), the recent stretch [from, to). */
  readonly referenceFrom: number;
  readonly from: number;
  readonly to: number;
}

export interface TellingFeature {
  readonly name: string;
  /** Part in what the trees have told, 0 to 1. */
  readonly share: number;
  /** Bias-corrected Jensen-Shannon distance of its own distribution; near 0: it tells together with others only. */
  readonly js: number;
  /** The bin that has gained most rows, with its shares now and before. */
  readonly bin: string;
  readonly now: number;
  readonly before: number;
}

export interface JointDrift extends BlockAuc {
  readonly rows: { readonly reference: number; readonly recent: number };
  /** The same of stretches of the reference that are as long, against the rest of it: what differs anyway. */
  readonly usual: readonly number[];
  /** Told apart beyond what differs anyway. */
  readonly apart: boolean;
  /** Best first, those that told anything. */
  readonly features: readonly TellingFeature[];
}

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const HOUR = 3_600_000;
export const FOLDS = 5;
export const LEAST_ROWS = 200;
const MOST_STRETCHES = 6;
/** Less does not matter, however sure. */
export const LEAST_AUC = 0.55;

/** @throws Error where a side has too few rows */
export function jointDrift({ reference, recent, referenceFrom, from, to }: JointQuestion): JointDrift {
  const like = likeWithLike(reference, from, to);
  for (const [rows, name] of [
    [like, 'reference, of the same hours of the week,'],
    [recent, 'recent stretch'],
  ] as const) {
    if (rows.length < LEAST_ROWS)
      throw new Error(`the ${name} has ${rows.length} rows: at least ${LEAST_ROWS} are needed`);
  }
  const told = tellApart(like, recent, placesByTime(blockOf(from, to)));
  const usual = stretchesOf(referenceFrom, from, to - from).flatMap(([begin, end]) => {
    const inside = reference.filter(({ time }) => time >= begin && time < end);
    const rest = likeWithLike(
      reference.filter(({ time }) => time < begin || time >= end),
      begin,
      end,
    );
    if (Math.min(inside.length, rest.length) < LEAST_ROWS) return [];
    return [tellApart(rest, inside, placesByTime(blockOf(begin, end))).found.auc];
  });
  return {
    ...told.found,
    rows: { reference: like.length, recent: recent.length },
    usual,
    apart: told.found.auc >= LEAST_AUC && told.found.interval[0] > Math.max(0.5, ...usual),
    features: told.features,
  };
}

/** Of less than a week, only the hours of the week in which it lies: a Monday is not held against Sundays. */
function likeWithLike(rows: readonly InputRow[], from: number, to: number): readonly InputRow[] {
  if (to - from >= WEEK) return rows;
  const hours = new Set<number>();
  for (let time = Math.floor(from / HOUR) * HOUR; time < to; time += HOUR) hours.add(hourOfWeek(time));
  return rows.filter(({ time }) => hours.has(hourOfWeek(time)));
}

const hourOfWeek = (time: number) => Math.floor(time / HOUR) % 168;

/** Length of what may vary independently: a day, or a fifth of a shorter stretch. */
function blockOf(from: number, to: number): number {
  return Math.min(DAY, (to - from) / FOLDS);
}

/** Of that length, disjoint, the newest first. */
function stretchesOf(first: number, end: number, length: number): (readonly [number, number])[] {
  const n = Math.min(MOST_STRETCHES, Math.floor((end - first) / length));
  // One alone would be held against nothing.
  if (n < 2) return [];
  return Array.from({ length: n }, (_, i) => [end - (i + 1) * length, end - i * length] as const);
}

/** What of a row's side varies independently of the others (from 0), and when it is left out, 0 to 4. */
export interface Place {
  readonly block: number;
  readonly fold: number;
}

/**
 * Blocks of time, and folds of the same hours of the week on both sides: were all recent Mondays left out and some of the
 * others, a Monday would be learned to be old, and every one of them guessed wrong.
 */
function placesByTime(block: number): (side: readonly InputRow[]) => Place[] {
  return (side) => {
    // Blocks without rows are none.
    const starts = [...new Set(side.map(({ time }) => Math.floor(time / block)))].sort((a, b) => a - b);
    const rank = new Map(starts.map((start, i) => [start, i]));
    return side.map(({ time }) => ({
      block: rank.get(Math.floor(time / block)) as number,
      fold: Math.floor((time % WEEK) / block) % FOLDS,
    }));
  };
}

/** How well rows of both sides are told apart that were not learned from, and by which features. */
export function tellApart(
  zeros: readonly InputRow[],
  ones: readonly InputRow[],
  placesOf: (side: readonly InputRow[]) => readonly Place[],
): { readonly found: BlockAuc; readonly features: TellingFeature[] } {
  const names = [...new Set([...zeros, ...ones].flatMap(({ features }) => Object.keys(features)))].sort();
  const bins = names.map((name) => binsOfRows(zeros, name));
  const rows = [...zeros, ...ones];
  const labels = Uint8Array.from(rows, (_, i) => (i < zeros.length ? 0 : 1));
  const blocks = new Int32Array(rows.length);
  const folds = new Uint8Array(rows.length);
  for (const [first, side] of [
    [0, zeros],
    [zeros.length, ones],
  ] as const) {
    placesOf(side).forEach(({ block, fold }, i) => {
      blocks[first + i] = block;
      folds[first + i] = fold;
    });
  }
  const binned: BinnedRows = {
    columns: names.map((name, column) => binsOfColumn(rows, name, bins[column] as Bins)),
    sizes: bins.map(binCount),
    ordered: bins.map(({ kind }) => kind === 'numeric'),
  };
  const scores = new Float64Array(rows.length);
  const gains = names.map(() => 0);
  for (let fold = 0; fold < FOLDS; fold++) {
    const inFold = (row: number) => folds[row] === fold;
    const all = Int32Array.from(rows.keys());
    const learned = growTrees(
      binned,
      labels,
      all.filter((row) => !inFold(row)),
    );
    learned.gains.forEach((gain, column) => (gains[column] = (gains[column] as number) + gain));
    for (const row of all) if (inFold(row)) scores[row] = scoreOf(learned, binned, row);
  }
  const found = blockAuc(scores, labels, blocks) as BlockAuc;
  return { found, features: tellingFeatures(names, gains, bins, binned, zeros.length) };
}

/** Made from the reference; a feature that it never had is there, or it is not. */
export function binsOfRows(rows: readonly InputRow[], name: string): Bins {
  const counts = emptyFeature();
  for (const { features } of rows)
    if (Object.hasOwn(features, name)) addFeature(counts, features[name] ?? null);
  return binsOf(counts) ?? { kind: 'categorical', buckets: [], names: [] };
}

export function binsOfColumn(rows: readonly InputRow[], name: string, bins: Bins): Uint8Array {
  return Uint8Array.from(rows, ({ features }) =>
    binOf(bins, Object.hasOwn(features, name) ? (features[name] ?? null) : null),
  );
}

function tellingFeatures(
  names: readonly string[],
  gains: readonly number[],
  bins: readonly Bins[],
  { columns, sizes }: BinnedRows,
  zeros: number,
): TellingFeature[] {
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return names
    .map((name, column): TellingFeature => {
      const before = Array.from<number>({ length: sizes[column] as number }).fill(0);
      const now = before.slice();
      columns[column]?.forEach((bin, row) => (row < zeros ? before : now)[bin]!++);
      const shares = binShares(now, before);
      return {
        name,
        share: total > 0 ? (gains[column] as number) / total : 0,
        js: jensenShannonCorrected(now, before),
        bin: binName(bins[column] as Bins, shares.gained),
        now: shares.now(shares.gained),
        before: shares.before(shares.gained),
      };
    })
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1));
}
