/** Points on two logarithmic axes, each with its name beside it; both axes read "less is better". */
import { type Axis, logAxis } from './axis.js';
import { element, text } from './element.js';
import { COLOURS, sheet } from './sheet.js';

export interface ScatterPoint {
  readonly name: string;
  /** Above 0. A value at an end of the axis stands on its edge: the axis says what that means. */
  readonly x: number;
  readonly y: number;
  /** Drawn hollow: y is only a bound. */
  readonly hollow: boolean;
}

export interface ScatterChart {
  readonly title: string;
  readonly description: string;
  readonly x: { readonly label: string; readonly values: readonly [number, number] };
  readonly y: { readonly label: string; readonly values: readonly [number, number] };
  readonly points: readonly ScatterPoint[];
  /** Said below the picture. */
  readonly note: string;
}

const [WIDTH, HEIGHT] = [820, 520];
const [LEFT, RIGHT, TOP, BOTTOM] = [70, 20, 48, 76];
const LINE = 14;

export function scatterChart({ title, description, x, y, points, note }: ScatterChart): string {
  const across = logAxis({ values: x.values, places: [LEFT, WIDTH - RIGHT] });
  const up = logAxis({ values: y.values, places: [HEIGHT - BOTTOM, TOP] });
  const placed = points.map((point, index) => ({
    ...point,
    colour: COLOURS[index % COLOURS.length] ?? 'a',
    left: across.at(point.x),
    top: up.at(point.y),
  }));
  const labels = spread(placed.map(({ name, left, top }) => ({ name, left, top })));
  return sheet(
    { title, description, width: WIDTH, height: HEIGHT },
    ...gridOf(across, up),
    text(x.label, { class: 'soft', x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 40, 'text-anchor': 'middle' }),
    text(y.label, {
      class: 'soft',
      x: 16,
      y: (TOP + HEIGHT - BOTTOM) / 2,
      'text-anchor': 'middle',
      transform: `rotate(-90 16 ${(TOP + HEIGHT - BOTTOM) / 2})`,
    }),
    ...placed.map(({ colour, left, top, hollow }) =>
      element('circle', { class: `${colour} ${hollow ? 'hollow' : 'dot'}`, cx: left, cy: top, r: 5 }),
    ),
    ...labels.map(({ name, left, top, end }) =>
      text(name, { x: end ? left - 9 : left + 9, y: top + 4, 'text-anchor': end ? 'end' : 'start' }),
    ),
    text(note, { class: 'soft', x: 16, y: HEIGHT - 14 }),
  );
}

function gridOf(across: Axis, up: Axis): string[] {
  const lines: string[] = [];
  for (const tick of across.ticks) {
    const at = across.at(tick);
    lines.push(
      element('line', { class: 'grid', x1: at, x2: at, y1: TOP, y2: HEIGHT - BOTTOM }),
      text(String(tick), { class: 'soft', x: at, y: HEIGHT - BOTTOM + 18, 'text-anchor': 'middle' }),
    );
  }
  for (const tick of up.ticks) {
    const at = up.at(tick);
    lines.push(
      element('line', { class: 'grid', x1: LEFT, x2: WIDTH - RIGHT, y1: at, y2: at }),
      text(tick.toLocaleString('en-US'), { class: 'soft', x: LEFT - 8, y: at + 4, 'text-anchor': 'end' }),
    );
  }
  return lines;
}

interface Label {
  readonly name: string;
  readonly left: number;
  readonly top: number;
}

/** Names near the right edge stand left of their point; those that would overlap move down until they do not. */
function spread(labels: readonly Label[]): (Label & { readonly end: boolean })[] {
  const done: (Label & { readonly end: boolean })[] = [];
  for (const label of [...labels].sort((a, b) => a.top - b.top)) {
    const width = label.name.length * 7 + 12;
    const end = label.left + width > WIDTH - RIGHT;
    let top = label.top;
    for (const other of done) {
      const near = Math.abs(other.left - label.left) < Math.max(width, other.name.length * 7 + 12);
      if (near && top - other.top < LINE) top = other.top + LINE;
    }
    done.push({ ...label, top, end });
  }
  return done;
}
