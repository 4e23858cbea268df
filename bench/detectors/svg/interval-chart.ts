/** A row for each estimate: a dot, its interval, and the limit that was promised. */
import { linearAxis } from './axis.js';
import { element, text } from './element.js';
import { sheet } from './sheet.js';

export interface IntervalRow {
  readonly name: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface IntervalChart {
  readonly title: string;
  readonly description: string;
  readonly label: string;
  readonly most: number;
  readonly limit: { readonly value: number; readonly name: string };
  readonly rows: readonly IntervalRow[];
}

const [WIDTH, LEFT, RIGHT, TOP, ROW] = [820, 350, 30, 64, 24];

/** Intervals that go beyond `most` end in an arrow there. */
export function intervalChart({ title, description, label, most, limit, rows }: IntervalChart): string {
  const bottom = TOP + ROW * rows.length;
  const axis = linearAxis({ values: [0, most], places: [LEFT, WIDTH - RIGHT] });
  const promised = axis.at(limit.value);
  return sheet(
    { title, description, width: WIDTH, height: bottom + 50 },
    ...axis.ticks.flatMap((tick) => [
      element('line', { class: 'grid', x1: axis.at(tick), x2: axis.at(tick), y1: TOP - 8, y2: bottom }),
      text(String(tick), { class: 'soft', x: axis.at(tick), y: bottom + 16, 'text-anchor': 'middle' }),
    ]),
    element('line', { class: 'limit', x1: promised, x2: promised, y1: TOP - 14, y2: bottom }),
    text(limit.name, { class: 'soft', x: promised, y: TOP - 18, 'text-anchor': 'middle' }),
    ...rows.flatMap(({ name, mean, low, high }, index) => {
      const y = TOP + ROW * (index + 0.5);
      const colour = low > limit.value ? 'b' : 'a';
      const parts = [
        text(name, { x: LEFT - 12, y: y + 4, 'text-anchor': 'end' }),
        element('line', { class: `${colour} stroke`, x1: axis.at(low), x2: axis.at(high), y1: y, y2: y }),
      ];
      if (high > most) {
        const edge = axis.at(most);
        parts.push(element('path', { class: `${colour} dot`, d: `M${edge} ${y - 5} l8 5 l-8 5 z` }));
      }
      if (mean <= most)
        parts.push(element('circle', { class: `${colour} dot`, cx: axis.at(mean), cy: y, r: 4.5 }));
      return parts;
    }),
    text(label, { class: 'soft', x: (LEFT + WIDTH - RIGHT) / 2, y: bottom + 38, 'text-anchor': 'middle' }),
  );
}
