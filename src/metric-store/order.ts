/** The order in which a metric store answers: one total order for every adapter. */
import type { MetricPoint } from './port.js';

/** The port's (time, metric, feature, version, segment), completed by what is left of the identity. */
export const orderColumns = [
  'time',
  'metric',
  'feature',
  'version',
  'segment',
  'model',
  'resolution',
] as const;

/** Negative when `a` comes first. Text compares by code point, as UTF-8 databases do. */
export function comparePoints(a: MetricPoint, b: MetricPoint): number {
  if (a.time !== b.time) return a.time - b.time;
  for (const column of orderColumns) {
    if (column === 'time') continue;
    const order = compareCodePoints(a[column], b[column]);
    if (order !== 0) return order;
  }
  return 0;
}

/** `<` on strings compares UTF-16 units, which puts U+10000 and above before U+E000-U+FFFF; this does not. */
export function compareCodePoints(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Moves surrogates (halves of code points above U+FFFF) behind all other units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
