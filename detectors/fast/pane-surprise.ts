/**
 * How surprising one narrow pane is to the reference, in nats: one shape for every kind of pane. What the reference was
 * is known from sums by slot, which are added up once for each fold of weeks and merged without the fold left out.
 */
import type { Direction } from '../conformal/value-score.js';
import type { EvidencePane } from '../pane.js';

/** Of one unit, by slot; absent where it has no panes. */
export type UnitCells<Cell> = ReadonlyMap<number, Cell>;

export interface PaneSurprise<Pane extends EvidencePane, Cell, Model> {
  createCell(): Cell;
  /** @param pane with rows */
  add(cell: Cell, pane: Pane): void;
  merge(into: Cell, from: Cell): void;
  /** @param cells by slot; @param whole all of them merged; @param units behind them, each by slot */
  fit(cells: readonly Cell[], whole: Cell, units: readonly UnitCells<Cell>[], direction: Direction): Model;
  /** At least 0. @param pane with rows */
  score(model: Model, slot: number, pane: Pane): number;
}
