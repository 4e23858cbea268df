// @ts-check
/**
 * How often alerts were right, by what people have said of them; as the server counts it (`src/policy/precision.ts`, which says
 * what it means), told anew with each mark that comes.
 * @import { AlertRecord } from '../records/feed.js'
 */

/** 97.5% quantile of the standard normal distribution. */
const Z = 1.959963984540054;
/** A space at which no line breaks: a count stays with what is counted. */
const TIE = '\u00a0';

/**
 * @param {Iterable<Pick<AlertRecord, 'mark'>>} alerts
 * @returns {{ real: number, false: number, expected: number, unmarked: number, precision: number | null, interval: [number, number] | null }}
 *   share of the real ones among the real and the false, with Wilson's interval (95%); null while there is neither
 */
export function precisionOf(alerts) {
  const counts = { real: 0, false: 0, expected: 0, unmarked: 0 };
  for (const { mark } of alerts) counts[mark?.mark ?? 'unmarked']++;
  const judged = counts.real + counts.false;
  if (judged === 0) return { ...counts, precision: null, interval: null };
  const centre = counts.real + Z ** 2 / 2;
  const half = Z * Math.sqrt((counts.real * counts.false) / judged + Z ** 2 / 4);
  const total = judged + Z ** 2;
  return {
    ...counts,
    precision: counts.real / judged,
    interval: [Math.max(0, (centre - half) / total), Math.min(1, (centre + half) / total)],
  };
}

/**
 * For the tile beside the budget: the figure, and what stands behind it, a line each.
 * @param {Iterable<Pick<AlertRecord, 'mark'>>} alerts
 * @returns {{ value: string, detail: string }}
 */
export function precisionText(alerts) {
  const { real, false: wrong, expected, unmarked, precision, interval } = precisionOf(alerts);
  const marked = real + wrong + expected;
  if (marked === 0)
    return {
      value: 'not marked yet',
      detail: unmarked === 0 ? 'there has been no alert' : 'say of alerts whether they were real',
    };
  const counts = [
    [real, 'real'],
    [wrong, 'false'],
    [expected, 'expected'],
  ].flatMap(([n, name]) => (n === 0 ? [] : [`${n}${TIE}${name}`]));
  const said = `${counts.join(', ')} of${TIE}${marked + unmarked}${TIE}alert${marked + unmarked === 1 ? '' : 's'}`;
  if (precision === null || interval === null) return { value: 'not known yet', detail: said };
  return {
    value: percent(precision),
    detail: `95%${TIE}interval ${percent(interval[0])}${TIE}to${TIE}${percent(interval[1])}\n${said}`,
  };
}

/** @param {number} share */
const percent = (share) => `${Math.round(100 * share)}%`;
