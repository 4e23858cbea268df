import type { ModelHistory } from '../backtest/history.js';
import { card } from './card.js';
import { textTag } from './markup.js';
import { scaleLegend, strips, type Scale, type Strip, type StripCell } from './strips.js';
import type { TimeAxis } from './time-axis.js';
import { formatValue } from './words.js';

/** Features beyond so many, the calmest ones, are in the JSON only. */
const MOST_SHOWN = 40;
/** Days over which the floor is asked. */
const WINDOW = 3;

/** Distance of each day from the reference, a strip for each feature. */
export function driftSection(model: ModelHistory, axis: TimeAxis, floor: number): string {
  const cells = new Map<string, StripCell[]>();
  for (const { start, end, features = {} } of model.predictions) {
    for (const [name, { js }] of Object.entries(features)) {
      if (js === undefined) continue;
      const own = cells.get(name);
      if (own) own.push({ start, end, value: js });
      else cells.set(name, [{ start, end, value: js }]);
    }
  }
  if (cells.size === 0)
    return card(
      'Drift by feature',
      '',
      textTag(
        'p',
        { class: 'empty-note' },
        'No day could be held against a reference: the history ends before there is one.',
      ),
    );
  const rows = [...cells].map(([name, own]): Strip & { readonly most: number } => {
    const most = worstWindow(own);
    return {
      name: name === 'prediction' ? 'the model’s answer' : name,
      note: model.status?.features[name] ?? '',
      cells: own,
      most,
      value: formatValue(most),
      striking: most >= floor,
    };
  });
  rows.sort((a, b) => b.most - a.most || (a.name < b.name ? -1 : 1));
  const hidden = rows.length - MOST_SHOWN;
  const scale = scaleOf(floor);
  return card(
    'Drift by feature',
    `Jensen-Shannon distance of each day from the same weekdays of the reference, corrected for chance. The number is that of the worst ${WINDOW} days; an alert asks for ${formatValue(floor)}, and for evidence.`,
    strips(rows.slice(0, MOST_SHOWN), axis, scale),
    hidden > 0 ? textTag('p', { class: 'muted small' }, `${hidden} calmer features are not shown.`) : '',
    scaleLegend(scale, 'Jensen-Shannon distance from the reference'),
  );
}

/** Largest mean over three days in a row. */
function worstWindow(cells: readonly StripCell[]): number {
  let worst = 0;
  for (let i = 0; i < cells.length; i++) {
    const window = cells.slice(i, i + WINDOW);
    if (window.length < Math.min(WINDOW, cells.length)) break;
    worst = Math.max(worst, window.reduce((sum, { value }) => sum + value, 0) / window.length);
  }
  return worst;
}

function scaleOf(floor: number): Scale {
  const limits = [floor / 2, floor, 2 * floor, 4 * floor];
  const n = (value: number) => String(Number(value.toPrecision(3)));
  return {
    limits,
    names: [`below ${n(floor / 2)}`, `to ${n(floor)}`, `to ${n(2 * floor)}`, `to ${n(4 * floor)}`, 'more'],
  };
}
