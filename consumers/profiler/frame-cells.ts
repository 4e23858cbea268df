import { keepAboutBottomK, keepBottomK } from '../../src/aggregates/bottom-k.js';
import { expand, type Sampled, type Sampling } from '../../src/aggregates/sample.js';
import { MAX_SEGMENT_NAMES, MAX_SEGMENT_VALUES, partsOf } from '../../src/aggregates/segment-limits.js';

/** What a frame must know of its panes. */
export interface PaneKind<Pane extends Sampled> extends Sampling<Pane> {
  readonly empty: () => Pane;
}

/** The panes that one side of a frame adds to. */
export interface Cells<Pane extends Sampled> {
  readonly kind: PaneKind<Pane>;
  readonly all: Map<string, Cell<Pane>>;
  /** The cell touched last: events come in runs of the same pane. */
  last: Cell<Pane> | null;
  /** Rows that got no pane of their segment, once for each such segment. */
  leftOut: number;
}

/** One version in one pane of time: the pane of all its rows, and one for each value of each segment. */
export interface Cell<Pane> {
  readonly version: string;
  readonly start: number;
  /** Its rows stand for 2^share each. */
  readonly share: number;
  readonly whole: PaneInProgress<Pane>;
  readonly segments: Segments<Pane>;
}

type Segments<Pane> = Map<string, Map<string, PaneInProgress<Pane>>>;

export interface PaneInProgress<Pane> {
  /** Offsets of the first and the last record that it has of its topic. */
  first: number;
  last: number;
  readonly pane: Pane;
}

export function emptyCells<Pane extends Sampled>(kind: PaneKind<Pane>): Cells<Pane> {
  return { kind, all: new Map(), last: null, leftOut: 0 };
}

export function cellOf<Pane extends Sampled>(
  cells: Cells<Pane>,
  version: string,
  start: number,
  share: number,
  offset: number,
): Cell<Pane> {
  const { last } = cells;
  if (last !== null && last.start === start && last.version === version && last.share === share) return last;
  const key = `${share}\t${start}\t${version}`;
  let cell = cells.all.get(key);
  if (cell === undefined) {
    cell = { version, start, share, whole: begun(cells.kind.empty(), offset), segments: new Map() };
    cells.all.set(key, cell);
  }
  cells.last = cell;
  return cell;
}

/** The pane of a segment, begun where there is none; of more segments than the limits about the right ones stay. */
export function segmentPane<Pane extends Sampled>(
  cells: Cells<Pane>,
  cell: Cell<Pane>,
  name: string,
  text: string,
  offset: number,
): Pane {
  // By what the evaluator will know of it, or its limits would be others.
  const odd = name.includes('=');
  const { name: own, value } = odd ? partsOf(`${name}=${text}`) : { name, value: text };
  const { segments } = cell;
  let values = segments.get(own);
  if (values === undefined) {
    // Before the new one is in: what is dropped has all its rows, and can be counted.
    keepAboutBottomK(segments, MAX_SEGMENT_NAMES, (gone) => leaveOutAll(cells, cell, gone));
    segments.set(own, (values = new Map()));
  }
  let pane = values.get(value);
  if (pane === undefined) {
    keepAboutBottomK(values, MAX_SEGMENT_VALUES, (gone) => leaveOut(cells, cell, gone));
    values.set(value, (pane = begun(cells.kind.empty(), offset)));
  }
  return touched(pane, offset);
}

function begun<Pane extends Sampled>(pane: Pane, offset: number): PaneInProgress<Pane> {
  return { first: offset, last: offset, pane };
}

export function touched<Pane extends Sampled>(own: PaneInProgress<Pane>, offset: number): Pane {
  if (offset < own.first) own.first = offset;
  if (offset > own.last) own.last = offset;
  return own.pane;
}

/** The cells as they are written: one for each version and pane of time, samples scaled up, segments within their limits. */
export function settledCells<Pane extends Sampled>(cells: Cells<Pane>): Cell<Pane>[] {
  const whole = new Map<string, Cell<Pane>>();
  for (const cell of cells.all.values()) {
    limit(cells, cell);
    if (cell.share > 0) scaleUp(cells.kind, cell);
    const key = `${cell.start}\t${cell.version}`;
    const own = whole.get(key);
    if (own === undefined) whole.set(key, cell);
    else mergeCell(cells.kind, own, cell);
  }
  for (const cell of whole.values()) limit(cells, { ...cell, share: 0 });
  return [...whole.values()];
}

function limit<Pane extends Sampled>(cells: Cells<Pane>, cell: Cell<Pane>): void {
  keepBottomK(cell.segments, MAX_SEGMENT_NAMES, (gone) => leaveOutAll(cells, cell, gone));
  for (const values of cell.segments.values()) {
    keepBottomK(values, MAX_SEGMENT_VALUES, (gone) => leaveOut(cells, cell, gone));
  }
}

function leaveOutAll<Pane extends Sampled>(
  cells: Cells<Pane>,
  cell: Cell<Pane>,
  values: ReadonlyMap<string, PaneInProgress<Pane>>,
): void {
  for (const gone of values.values()) leaveOut(cells, cell, gone);
}

function leaveOut<Pane extends Sampled>(
  cells: Cells<Pane>,
  { share }: Cell<Pane>,
  { pane }: PaneInProgress<Pane>,
): void {
  cells.leftOut += cells.kind.rows(pane) * 2 ** share;
}

function scaleUp<Pane extends Sampled>(kind: PaneKind<Pane>, { share, whole, segments }: Cell<Pane>): void {
  expand(whole.pane, share, kind);
  for (const values of segments.values()) for (const { pane } of values.values()) expand(pane, share, kind);
}

function mergeCell<Pane extends Sampled>(kind: PaneKind<Pane>, into: Cell<Pane>, from: Cell<Pane>): void {
  mergePane(kind, into.whole, from.whole);
  for (const [name, values] of from.segments) {
    let own = into.segments.get(name);
    if (own === undefined) into.segments.set(name, (own = new Map()));
    for (const [value, pane] of values) {
      const there = own.get(value);
      if (there === undefined) own.set(value, pane);
      else mergePane(kind, there, pane);
    }
  }
}

function mergePane<Pane extends Sampled>(
  kind: PaneKind<Pane>,
  into: PaneInProgress<Pane>,
  from: PaneInProgress<Pane>,
): void {
  kind.merge(into.pane, from.pane);
  into.first = Math.min(into.first, from.first);
  into.last = Math.max(into.last, from.last);
}
