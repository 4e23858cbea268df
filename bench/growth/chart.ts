/** Lines on two logarithmic axes: how many times as large, how many times the cost; and what linear would be. */
import { logAxis } from '../detectors/svg/axis.js';
import { element, text } from '../detectors/svg/element.js';
import { COLOURS, sheet } from '../detectors/svg/sheet.js';

export interface GrowthLine {
  readonly name: string;
  /** Relative to the smallest size: first point (1, 1), by rising x. */
  readonly points: readonly (readonly [times: number, cost: number])[];
}

export interface GrowthChart {
  readonly title: string;
  readonly description: string;
  readonly lines: readonly GrowthLine[];
}

const [WIDTH, HEIGHT] = [820, 440];
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 170, 56, 60];
const LINE = 18;
/** Least span of the cost axis, so that flat lines look flat. */
const [CHEAPEST, DEAREST] = [0.5, 20];

export function growthChart({ title, description, lines }: GrowthChart): string {
  const points = lines.flatMap((line) => line.points);
  const most = Math.max(10, ...points.map(([times]) => times));
  const dearest = Math.max(DEAREST, ...points.map(([, cost]) => cost));
  const cheapest = Math.min(CHEAPEST, ...points.map(([, cost]) => cost));
  const across = logAxis({ values: [1, most], places: [LEFT, WIDTH - RIGHT] });
  const up = logAxis({ values: [cheapest, dearest], places: [HEIGHT - BOTTOM, TOP] });
  const grid = [
    ...across.ticks.flatMap((tick) => [
      element('line', {
        class: 'grid',
        x1: across.at(tick),
        x2: across.at(tick),
        y1: TOP,
        y2: HEIGHT - BOTTOM,
      }),
      text(`${tick}×`, {
        class: 'soft',
        x: across.at(tick),
        y: HEIGHT - BOTTOM + 18,
        'text-anchor': 'middle',
      }),
    ]),
    ...up.ticks.flatMap((tick) => [
      element('line', { class: 'grid', x1: LEFT, x2: WIDTH - RIGHT, y1: up.at(tick), y2: up.at(tick) }),
      text(`${tick}×`, { class: 'soft', x: LEFT - 8, y: up.at(tick) + 4, 'text-anchor': 'end' }),
    ]),
  ];
  const end = Math.min(most, dearest);
  const linear = [
    element('line', { class: 'limit', x1: across.at(1), y1: up.at(1), x2: across.at(end), y2: up.at(end) }),
    text('linear', { class: 'soft', x: across.at(end) - 6, y: up.at(end) + 14, 'text-anchor': 'end' }),
  ];
  const drawn = lines.flatMap(({ points: own }, index) => {
    const colour = COLOURS[index % COLOURS.length] ?? 'a';
    const placed = own.map(([times, cost]) => [across.at(times), up.at(cost)] as const);
    return [
      element('polyline', {
        class: `${colour} stroke`,
        points: placed.map(([left, top]) => `${left.toFixed(1)},${top.toFixed(1)}`).join(' '),
      }),
      ...placed.map(([cx, cy]) => element('circle', { class: `${colour} dot`, cx, cy, r: 4 })),
    ];
  });
  const legend = lines.flatMap(({ name }, index) => {
    const [left, top] = [WIDTH - RIGHT + 24, TOP + LINE * index];
    return [
      element('rect', {
        class: `${COLOURS[index % COLOURS.length] ?? 'a'} dot`,
        x: left,
        y: top,
        width: 8,
        height: 8,
      }),
      text(name, { x: left + 14, y: top + 8 }),
    ];
  });
  const middle = (LEFT + WIDTH - RIGHT) / 2;
  return sheet(
    { title, description, width: WIDTH, height: HEIGHT },
    ...grid,
    ...linear,
    ...drawn,
    ...legend,
    text('times the smallest size', { class: 'soft', x: middle, y: HEIGHT - 18, 'text-anchor': 'middle' }),
    text('times its CPU an event', { class: 'soft', x: 16, y: TOP - 12 }),
  );
}
