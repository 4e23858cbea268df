/**
 * Volume as a pane: the logarithm of its rows, one value a pane. Half as much and twice as much are equally far, and
 * an empty pane (which all other streams skip) is the strangest of all.
 */
import type { MeanPane } from '../pane.js';

/** @param rows in the pane, from 0; give it for empty panes too, and `both` as the stream's direction */
export function volumePane(stream: string, scale: number, start: number, rows: number): MeanPane {
  const value = Math.log1p(rows);
  return { kind: 'mean', stream, scale, start, n: 1, sum: value, sumSquares: value * value };
}
