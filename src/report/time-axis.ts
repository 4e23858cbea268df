/**
 * Drawings without a width of their own: along the axis of time everything stands at a share of it, so that the same page
 * fits a telephone and a wall. Paths are drawn 1000 wide and stretched; words never are.
 */
import { timeTicks } from '../dashboard/scales.js';
import { textTag, tag } from './markup.js';
import { formatTick } from './words.js';

/** Event time, epoch ms: [from, to]. */
export interface TimeAxis {
  readonly from: number;
  readonly to: number;
}

/** Width of a stretched drawing, in its own units. */
export const STRETCHED = 1000;
const TICKS = 12;

/** Where a time stands: 0 to 1. */
export function shareAt({ from, to }: TimeAxis, time: number): number {
  return to === from ? 0 : Math.min(1, Math.max(0, (time - from) / (to - from)));
}

/** The same as a percentage. */
export function percentAt(axis: TimeAxis, time: number): string {
  return `${round(100 * shareAt(axis, time))}%`;
}

/** The same on a stretched drawing. */
export function stretchedAt(axis: TimeAxis, time: number): number {
  return round(STRETCHED * shareAt(axis, time));
}

/** Grid lines and their dates under a drawing of this height; every second one is left out where it is narrow. */
export function timeGrid(axis: TimeAxis, height: number): string {
  const { times, step } = timeTicks([axis.from, axis.to], TICKS);
  return times
    .map((time, i) => {
      const x = percentAt(axis, time);
      const share = shareAt(axis, time);
      const anchor = share < 0.03 ? 'start' : share > 0.97 ? 'end' : 'middle';
      const often = i % 4 === 0 ? '' : i % 2 === 0 ? ' often' : ' often oftener';
      return (
        tag('line', { class: `grid faint${often}`, x1: x, x2: x, y1: 0, y2: height }) +
        textTag(
          'text',
          { class: `tick${often}`, x, y: height + 16, 'text-anchor': anchor },
          formatTick(time, step),
        )
      );
    })
    .join('');
}

/** A drawing that is stretched to the width of its place. */
export function stretched(height: number, ...children: readonly string[]): string {
  return tag(
    'svg',
    { viewBox: `0 0 ${STRETCHED} ${height}`, preserveAspectRatio: 'none', width: '100%', height },
    ...children,
  );
}

/** A rectangle over a time. */
export function timeRect(
  axis: TimeAxis,
  from: number,
  to: number,
  y: number,
  height: number,
  className: string,
): string {
  const x = stretchedAt(axis, from);
  const width = round(stretchedAt(axis, to) - x);
  return width <= 0 ? '' : tag('rect', { class: className, x, y: round(y), width, height: round(height) });
}

export const round = (n: number): number => Math.round(n * 100) / 100;
