import type { Cause } from './best-cell.js';
import type { Causes } from './causes.js';
import { shownParts } from './shown-parts.js';

/** How a loss is spoken of. */
export interface Metric {
  /** `accuracy`, `log loss`, `mean absolute error`. */
  readonly name: string;
  /** true: the loss is what the metric lacks (errors of accuracy), so the metric falls when the loss rises. */
  readonly falls: boolean;
  /** Factor from the loss to what is shown: 100 for points. */
  readonly scale: number;
  /** `points`, `minutes`; empty for none. */
  readonly unit: string;
  readonly decimals: number;
}

export const ACCURACY: Metric = { name: 'accuracy', falls: true, scale: 100, unit: 'points', decimals: 1 };

/** A bin's smaller part is told when it is this much of the whole. */
const WORTH_TELLING = 0.2;

/**
 * "accuracy fell 4.1 points; 3.2 from flights with origin ORD doing worse, 0.9 from more flights with distance 900 to 1200".
 * The figures shown add up. Names and labels come from the data: plain text, to be escaped where it is shown as markup.
 *
 * @param rows what the model judges, in the plural: `flights`
 */
export function sentence(causes: Causes, metric: Metric = ACCURACY, rows = 'rows'): string {
  const rose = causes.delta > 0;
  const sign = rose ? 1 : -1;
  const figures = causes.causes.map(({ contribution }) => sign * metric.scale * contribution);
  const shown = shownParts(sign * metric.scale * causes.delta, figures, metric.decimals);
  if (Number(shown.whole) === 0) return `${metric.name} did not change`;
  const verb = rose === metric.falls ? 'fell' : 'rose';
  const change = [metric.name, verb, shown.whole, metric.unit].filter((word) => word !== '').join(' ');
  if (causes.causes.length === 0) {
    return `${change}; no part of any input that we see stands out: all ${rows} do ${manner(rose)}, or an input changed that we do not see`;
  }
  const told = causes.causes.map((cause, i) => `${shown.parts[i]} from ${phrase(cause, rose, rows)}`);
  if (shown.rest !== null) told.push(restOf(shown.rest, rows));
  return `${change}; ${told.join(', ')}`;
}

function phrase(cause: Cause, rose: boolean, rows: string): string {
  const sign = rose ? 1 : -1;
  const mix = sign * cause.mix;
  const concept = sign * cause.concept;
  const least = WORTH_TELLING * Math.abs(cause.contribution);
  const kind = cause.grew ? 'more' : 'fewer';
  const where = `${rows} with ${whereOf(cause)}`;
  if (cause.unseen) return `${where}, unseen in the reference`;
  if (concept < mix) {
    const also = `, which also do ${manner(rose)}`;
    const against = `, though they do ${manner(!rose)}`;
    return `${kind} ${where}${aside(concept, least, also, against)}`;
  }
  return `${where} doing ${manner(rose)}${aside(mix, least, `, and ${kind} of them`, `, though ${kind} of them`)}`;
}

/** The smaller part, where it is worth telling: with the larger one, or against it. */
function aside(part: number, least: number, also: string, against: string): string {
  if (part >= least) return also;
  return part <= -least ? against : '';
}

function restOf(rest: string, rows: string): string {
  return rest.startsWith('-')
    ? `less ${rest.slice(1)} by the other ${rows}`
    : `${rest} from the other ${rows}`;
}

function manner(rose: boolean): string {
  return rose ? 'worse' : 'better';
}

function whereOf({ feature, label }: Cause): string {
  return `${plain(feature)} ${plain(label)}`;
}

/** Names come from outside: no line breaks or control characters in an alert's line. */
function plain(name: string): string {
  return name.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
}
