/** Lines over a logarithmic axis: one a series, its name beside it. */
import { type Axis, linearAxis, logAxis } from './axis.js';
import { element, text } from './element.js';
import { type Colour, COLOURS, sheet } from './sheet.js';

export interface Series {
  readonly name: string;
  /** By rising x; y = Infinity is drawn on the upper edge, hollow. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LineChart {
  readonly title: string;
  readonly description: string;
  readonly x: {
    readonly label: string;
    readonly values: readonly [number, number];
    readonly ticks: readonly number[];
  };
  readonly y: { readonly label: string; readonly most: number; readonly never: string };
  readonly series: readonly Series[];
}

const [WIDTH, HEIGHT] = [820, 420];
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 190, 56, 60];
const LINE = 18;

export function lineChart({ title, description, x, y, series }: LineChart): string {
  const across = logAxis({ values: x.values, places: [LEFT, WIDTH - RIGHT] });
  const up = linearAxis({ values: [0, y.most], places: [HEIGHT - BOTTOM, TOP] });
  const grid = [
    ...x.ticks.flatMap((tick) => [
      element('line', {
        class: 'grid',
        x1: across.at(tick),
        x2: across.at(tick),
        y1: TOP,
        y2: HEIGHT - BOTTOM,
      }),
      text(String(tick), {
        class: 'soft',
        x: across.at(tick),
        y: HEIGHT - BOTTOM + 18,
        'text-anchor': 'middle',
      }),
    ]),
    ...up.ticks.flatMap((tick) => [
      element('line', { class: 'grid', x1: LEFT, x2: WIDTH - RIGHT, y1: up.at(tick), y2: up.at(tick) }),
      text(tick === y.most ? y.never : String(tick), {
        class: 'soft',
        x: LEFT - 8,
        y: up.at(tick) + 4,
        'text-anchor': 'end',
      }),
    ]),
  ];
  const coloured = series.map((one, index) => ({ ...one, colour: COLOURS[index % COLOURS.length] ?? 'a' }));
  const lines = coloured.flatMap(({ points, colour }) => {
    const placed = points.map(([at, value]) => ({
      left: across.at(at),
      top: up.at(value),
      hollow: value > y.most,
    }));
    return [
      element('polyline', {
        class: `${colour} stroke`,
        points: placed.map(({ left, top }) => `${left.toFixed(1)},${top.toFixed(1)}`).join(' '),
      }),
      ...placed.map(({ left, top, hollow }) =>
        element('circle', { class: `${colour} ${hollow ? 'hollow' : 'dot'}`, cx: left, cy: top, r: 4 }),
      ),
    ];
  });
  return sheet(
    { title, description, width: WIDTH, height: HEIGHT },
    ...grid,
    ...lines,
    ...namesBeside(coloured, up),
    text(x.label, { class: 'soft', x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 18, 'text-anchor': 'middle' }),
    text(y.label, { class: 'soft', x: 16, y: TOP - 12 }),
  );
}

/** At the height of their last points, in the same order, and never on each other. */
function namesBeside(series: readonly (Series & { readonly colour: Colour })[], up: Axis): string[] {
  let above = -Infinity;
  return series
    .map((one) => ({ ...one, top: up.at(one.points.at(-1)?.[1] ?? 0) }))
    .sort((a, b) => a.top - b.top)
    .flatMap(({ name, colour, top }) => {
      above = Math.max(top, above + LINE);
      const left = WIDTH - RIGHT + 18;
      return [
        element('rect', { class: `${colour} dot`, x: left, y: above - 4, width: 8, height: 8 }),
        text(name, { x: left + 14, y: above + 4 }),
      ];
    });
}
