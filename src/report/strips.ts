import { tag, textTag } from './markup.js';
import { round, stretched, stretchedAt, timeGrid, type TimeAxis } from './time-axis.js';

export interface StripCell {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

export interface Strip {
  readonly name: string;
  readonly note: string;
  readonly cells: readonly StripCell[];
  /** What the strip comes to, in words. */
  readonly value: string;
  readonly striking: boolean;
}

export interface Scale {
  /** Ascending; a cell of level i lies below limits[i]. */
  readonly limits: readonly number[];
  readonly names: readonly string[];
}

const ROW = 22;

/** Rows of cells over time, darker where there is more. */
export function strips(rows: readonly Strip[], axis: TimeAxis, scale: Scale): string {
  return tag(
    'div',
    { class: 'strips' },
    ...rows.flatMap(({ name, note, cells, value, striking }) => [
      tag(
        'div',
        { class: 'strip-name' },
        textTag('span', { class: 'strip-title', title: name }, name),
        textTag('span', { class: 'muted small' }, note),
      ),
      tag(
        'svg',
        { class: 'strip-cells', width: '100%', height: ROW, role: 'img', 'aria-label': `${name}: ${value}` },
        stretched(
          ROW,
          tag('rect', { class: 'strip', x: 0, y: 0, width: 1000, height: ROW }),
          ...scale.names.map((_, level) => levelPath(cells, level, axis, scale)),
        ),
      ),
      textTag('div', { class: striking ? 'strip-value above' : 'strip-value' }, value),
    ]),
    tag(
      'div',
      { class: 'strip-axis' },
      tag('svg', { width: '100%', height: 20, 'aria-hidden': 'true' }, timeGrid(axis, 0)),
    ),
  );
}

export function scaleLegend({ names }: Scale, label: string): string {
  return tag(
    'ul',
    { class: 'legend', 'aria-label': label },
    ...names.map((name, i) =>
      tag('li', {}, tag('span', { class: `key level-${i}`, 'aria-hidden': 'true' }), name),
    ),
  );
}

/** All cells of a level as one path. */
function levelPath(cells: readonly StripCell[], level: number, axis: TimeAxis, { limits }: Scale): string {
  let path = '';
  for (const { start, end, value } of cells) {
    const own = limits.findIndex((limit) => value < limit);
    if ((own < 0 ? limits.length : own) !== level) continue;
    const left = stretchedAt(axis, start);
    const width = stretchedAt(axis, end) - left;
    path += `M${left} 0h${round(width > 6 ? width - 1 : width)}v${ROW}H${left}Z`;
  }
  return path === '' ? '' : tag('path', { class: `level-${level}`, d: path });
}
