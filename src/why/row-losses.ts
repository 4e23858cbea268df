import type { BinLosses, FeatureLosses } from './feature-losses.js';
import type { CellName, LossSource } from './loss-source.js';

/** Joined rows in columns: one entry a row in each array. */
export interface LossColumns {
  /** Index of the row's pane, from 0. */
  readonly panes: ArrayLike<number>;
  readonly losses: ArrayLike<number>;
  /** Bin of the row by feature, in the order of the features. */
  readonly bins: readonly ArrayLike<number>[];
}

/** Exact tables outside any cells, from rows at hand: a backtest, `leeway explain`. O(rows x features) a question. */
export function rowLosses(
  features: readonly { readonly feature: string; readonly labels: readonly string[] }[],
  reference: LossColumns,
  now: LossColumns,
): LossSource {
  for (const [side, columns] of Object.entries({ reference, now })) check(side, columns, features.length);
  return {
    outside(cells) {
      const sides = [reference, now].map((columns) => ({
        columns,
        kept: rowsOutside(columns, features, cells),
      }));
      return features.map(({ feature, labels }, f): FeatureLosses => {
        const [before, after] = sides.map(({ columns, kept }) => tableOf(columns, kept, f, labels.length));
        return { feature, labels, reference: before ?? [], now: after ?? [] };
      });
    },
  };
}

function rowsOutside(
  { losses, bins }: LossColumns,
  features: readonly { readonly feature: string }[],
  cells: readonly CellName[],
): number[] {
  const taken = cells.map(({ feature, bin }) => ({
    f: features.findIndex((x) => x.feature === feature),
    bin,
  }));
  const kept: number[] = [];
  for (let row = 0; row < losses.length; row++) {
    if (!taken.some(({ f, bin }) => bins[f]?.[row] === bin)) kept.push(row);
  }
  return kept;
}

function tableOf(columns: LossColumns, rows: readonly number[], f: number, bins: number): BinLosses[] {
  const zeros = () => Array.from<number>({ length: bins }).fill(0);
  const panes: { counts: number[]; losses: number[] }[] = [];
  for (const row of rows) {
    const bin = columns.bins[f]?.[row] as number;
    if (!(Number.isInteger(bin) && bin >= 0 && bin < bins)) {
      throw new RangeError(`row ${row}: bin ${bin} of feature ${f}, which has ${bins} bins`);
    }
    const pane = (panes[columns.panes[row] as number] ??= { counts: zeros(), losses: zeros() });
    pane.counts[bin] = (pane.counts[bin] as number) + 1;
    pane.losses[bin] = (pane.losses[bin] as number) + (columns.losses[row] as number);
  }
  // Array.from: an index without rows is an empty pane, not a hole.
  return Array.from(panes, (pane) => pane ?? { counts: zeros(), losses: zeros() });
}

function check(side: string, { panes, losses, bins }: LossColumns, features: number): void {
  if (bins.length !== features)
    throw new RangeError(`${side}: bins of ${bins.length} features, ${features} named`);
  if ([panes, ...bins].some(({ length }) => length !== losses.length)) {
    throw new RangeError(`${side}: the columns differ in length; give one entry a row in each`);
  }
}
