/** A stream's model of panes, and how surprising the reference's own units are to models that have not seen their weeks. */
import type { Direction } from '../conformal/value-score.js';
import type { EvidencePane } from '../pane.js';
import type { PaneSurprise } from './pane-surprise.js';

/** Where each pane stands in the reference. */
export interface ReferencePlaces {
  /** Number of slots. */
  readonly slots: number;
  readonly direction: Direction;
  /** Slot in which a pane is matched with its like. */
  slotOf(start: number): number;
  unitOf(start: number): number;
  /** Whole weeks are left out together, dealt out in turn. */
  foldOf(unit: number): number;
}

export interface CrossFitted<Model> {
  readonly model: Model;
  /** By fold: the model of all others. */
  readonly withoutFold: ReadonlyMap<number, Model>;
  /** Most surprising pane of each unit, under the model that has not seen its weeks. */
  readonly unitMaxima: readonly number[];
}

/** @param panes of one stream, in an order of their own (floating-point sums depend on it), of two folds at least */
export function fitCrossFitted<Pane extends EvidencePane, Cell, Model>(
  kind: PaneSurprise<Pane, Cell, Model>,
  panes: readonly Pane[],
  places: ReferencePlaces,
): CrossFitted<Model> {
  const folds = new Map<number, { units: Map<number, Map<number, Cell>>; panes: Pane[] }>();
  for (const pane of panes) {
    const unit = places.unitOf(pane.start);
    const number = places.foldOf(unit);
    let fold = folds.get(number);
    if (!fold) folds.set(number, (fold = { units: new Map(), panes: [] }));
    let cells = fold.units.get(unit);
    if (!cells) fold.units.set(unit, (cells = new Map()));
    const slot = places.slotOf(pane.start);
    let cell = cells.get(slot);
    if (!cell) cells.set(slot, (cell = kind.createCell()));
    kind.add(cell, pane);
    fold.panes.push(pane);
  }

  const fitWithout = (left: number | null): Model => {
    const cells = Array.from({ length: places.slots }, () => kind.createCell());
    const whole = kind.createCell();
    const units = [...folds].flatMap(([number, fold]) => (number === left ? [] : [...fold.units.values()]));
    for (const unit of units) {
      for (const [slot, from] of unit) {
        const into = cells[slot];
        if (into !== undefined) kind.merge(into, from);
        kind.merge(whole, from);
      }
    }
    return kind.fit(cells, whole, units, places.direction);
  };

  const maxima = new Map<number, number>();
  const withoutFold = new Map<number, Model>();
  for (const [number, fold] of folds) {
    const model = fitWithout(number);
    withoutFold.set(number, model);
    for (const pane of fold.panes) {
      const unit = places.unitOf(pane.start);
      const nats = kind.score(model, places.slotOf(pane.start), pane);
      maxima.set(unit, Math.max(maxima.get(unit) ?? 0, nats));
    }
  }
  return { model: fitWithout(null), withoutFold, unitMaxima: [...maxima.values()] };
}
