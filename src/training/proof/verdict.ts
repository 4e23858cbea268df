/** The verdict on a challenger, and its reason in plain words. */
import type { SingleTask } from '../../events/event.js';
import type { HeldOutDay, HeldOutPerformance } from '../port.js';
import { fewestDays } from './paired-days.js';

/** A challenger is promoted at this one-sided p or below. */
export const significance = 0.05;

export interface Comparison {
  readonly task: SingleTask;
  readonly champion: string;
  readonly challengerPerformance: HeldOutPerformance;
  readonly championPerformance: HeldOutPerformance;
  readonly days: readonly HeldOutDay[];
  readonly p: number | undefined;
  readonly rows: number;
  readonly uncompared: number;
}

/** Promoted iff the mean loss over the rows is lower AND the test over days says so. */
export function judge(comparison: Comparison): { promoted: boolean; why: string } {
  const { task, champion, challengerPerformance, championPerformance, days, p, rows, uncompared } =
    comparison;
  const measure = task === 'regression' ? 'mean squared error' : 'log loss';
  const better = days.filter((day) => day.difference < 0).length;
  const facts =
    `${measure} ${inWords(challengerPerformance.loss)} against ${inWords(championPerformance.loss)} of version ` +
    `${champion} on ${rows.toLocaleString('en-US')} rows of ${days.length} held-out days` +
    (uncompared > 0
      ? ` (${uncompared.toLocaleString('en-US')} rows without an answer of version ${champion} left out)`
      : '');
  if (p === undefined) {
    return { promoted: false, why: `not enough days: ${facts}; a verdict needs at least ${fewestDays}` };
  }
  const trials = `better on ${better} of ${days.length} days, ${pInWords(p)}`;
  const lower = challengerPerformance.loss < championPerformance.loss;
  if (lower && p <= significance) return { promoted: true, why: `${facts}; ${trials}` };
  const missing = lower ? `not proven, which takes p <= ${withoutZero(String(significance))}` : 'no better';
  return { promoted: false, why: `${missing}: ${facts}; ${trials}` };
}

/** Four decimals below one; four significant digits above. */
function inWords(value: number): string {
  return value < 1 ? withoutZero(value.toFixed(4)) : value.toPrecision(4);
}

function pInWords(p: number): string {
  return p < 0.001 ? 'p < .001' : `p = ${withoutZero(p.toFixed(3))}`;
}

function withoutZero(decimal: string): string {
  return decimal.replace(/^0(?=\.)/, '');
}
