import type { ModelHistory } from '../backtest/history.js';
import { missingShare, type DayOfQuality } from '../backtest/quality.js';
import { card } from './card.js';
import { textTag } from './markup.js';
import { scaleLegend, strips, type Scale, type Strip } from './strips.js';
import type { TimeAxis } from './time-axis.js';

const DAY = 86_400_000;
const SCALE: Scale = {
  limits: [1e-9, 0.01, 0.05, 0.25],
  names: ['none', 'to 1%', 'to 5%', 'to 25%', 'more'],
};
const MOST_SHOWN = 20;
/** Of a feature's rows: fewer of the other kind are a slip, not a mixture. */
const MIXTURE = 0.05;

/** Values that are missing, or of another kind than the feature's others. */
export function qualitySection({ quality }: ModelHistory, axis: TimeAxis): string {
  const features = [...quality].map(([name, days]) => ({ name, days, total: totalOf([...days.values()]) }));
  const gappy = features.filter(({ total }) => total.missing > 0);
  const odd = features.flatMap(({ name, total: { numbers, texts } }) => {
    const less = Math.min(numbers, texts);
    if (less === 0 || less > MIXTURE * (numbers + texts)) return [];
    const [few, most] = texts < numbers ? ['texts', 'numbers'] : ['numbers', 'texts'];
    return [`${name}: ${less.toLocaleString('en-US')} ${few} among ${most}`];
  });
  const calm = features.length - gappy.length;
  const rows = gappy
    .map(({ name, days, total }): Strip & { readonly share: number } => {
      const share = missingShare(total) ?? 0;
      return {
        name,
        note: '',
        cells: [...days].map(([start, day]) => ({ start, end: start + DAY, value: missingShare(day) ?? 0 })),
        share,
        value: percent(share),
        striking: false,
      };
    })
    .sort((a, b) => b.share - a.share || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_SHOWN);
  return card(
    'Data quality',
    'Share of rows without a value, by feature and day.',
    rows.length > 0 ? strips(rows, axis, SCALE) : '',
    textTag('p', { class: 'muted' }, calmWords(calm, features.length)),
    ...odd.map((text) => textTag('p', { class: 'note' }, `Of another kind: ${text}.`)),
    rows.length > 0 ? scaleLegend(SCALE, 'Share of missing values') : '',
  );
}

function calmWords(calm: number, all: number): string {
  if (all === 0) return 'There are no features.';
  if (calm === all) return `No value is missing in any of ${all} features.`;
  return calm === 0 ? 'Every feature misses some.' : `${calm} of ${all} features miss none.`;
}

function totalOf(days: readonly DayOfQuality[]): DayOfQuality {
  const total = { missing: 0, numbers: 0, texts: 0 };
  for (const day of days) {
    total.missing += day.missing;
    total.numbers += day.numbers;
    total.texts += day.texts;
  }
  return total;
}

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;
