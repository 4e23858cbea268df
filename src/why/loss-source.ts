import { withoutBins, type FeatureLosses } from './feature-losses.js';

/** The rows of one bin of one feature. */
export interface CellName {
  readonly feature: string;
  readonly bin: number;
}

/** Where the search for causes gets its tables: once one cause is told, it asks for the rows outside of it. */
export interface LossSource {
  /** The tables of all features that are known for the rows outside all of these cells; all rows for none. */
  outside(cells: readonly CellName[]): readonly FeatureLosses[];
}

/**
 * Tables of one feature each, as the panes hold them. They do not know which rows two features share, so outside a cell
 * only the other bins of its own feature are known: the first cause is exact, a second one is found within its feature
 * only. `rowLosses` and tables of pairs know more.
 */
export function marginalLosses(tables: readonly FeatureLosses[]): LossSource {
  return {
    outside(cells) {
      const [first] = cells;
      if (!first) return tables;
      if (cells.some(({ feature }) => feature !== first.feature)) return [];
      const bins = cells.map(({ bin }) => bin);
      return tables
        .filter(({ feature }) => feature === first.feature)
        .map((table) => ({
          ...table,
          reference: withoutBins(table.reference, bins),
          now: withoutBins(table.now, bins),
        }));
    },
  };
}
