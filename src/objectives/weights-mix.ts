/** Which weights answers are made with, and when two stretches of time have other ones. */
import type { WeightCountsJson } from '../aggregates/weight-counts.js';
import { weightsOfText } from '../aggregates/weight-counts.js';

/** Rows by weights; those that are no large part of them stand together under `''`. */
export interface WeightsMix {
  readonly rows: number;
  readonly by: Readonly<Record<string, number>>;
}

/** Weights with so large a part of the rows or less are not told apart: a model may weigh each request by itself. */
const SMALL = 0.05;
/** A difference of so large a part of the rows or less is none: a trial on a few. */
const TRIAL = 0.1;
/** Times the standard deviation by which shares of few rows differ at most by chance: half of rows each, the worst case. */
const DEVIATIONS = 3;

export function mixOf({ rows, by }: WeightCountsJson): WeightsMix {
  const large = Object.entries(by).filter(([text, n]) => text !== '' && n > SMALL * rows);
  const rest = rows - large.reduce((sum, [, n]) => sum + n, 0);
  return { rows, by: Object.fromEntries(rest > 0 ? [...large, ['', rest]] : large) };
}

/** The rows of two stretches of time together. */
export function addMix(a: WeightsMix, b: WeightsMix): WeightsMix {
  const by: Record<string, number> = { ...a.by };
  for (const [text, n] of Object.entries(b.by)) by[text] = (by[text] ?? 0) + n;
  return { rows: a.rows + b.rows, by };
}

/**
 * Were the answers of both made with the same weights? Where several are in use, as in an experiment, their parts may differ
 * by what chance does: total variation distance of the shares, within a tenth and three standard deviations.
 */
export function isSameMix(a: WeightsMix, b: WeightsMix): boolean {
  if (a.rows === 0 || b.rows === 0) return true;
  return distance(a, b) <= TRIAL + (DEVIATIONS / 2) * Math.sqrt(1 / a.rows + 1 / b.rows);
}

/** Is the difference larger than that of a trial on a few, whatever chance does? */
export function differs(a: WeightsMix, b: WeightsMix): boolean {
  return distance(a, b) > TRIAL;
}

function distance(a: WeightsMix, b: WeightsMix): number {
  const texts = new Set([...Object.keys(a.by), ...Object.keys(b.by)]);
  let distance = 0;
  for (const text of texts) distance += Math.abs((a.by[text] ?? 0) / a.rows - (b.by[text] ?? 0) / b.rows) / 2;
  return distance;
}

/** A part of the rows and its weights. */
export interface WeightsShare {
  readonly weights: Readonly<Record<string, number>>;
  readonly share: number;
}

/** Largest part first; weights of single requests are left out. */
export function sharesOf({ rows, by }: WeightsMix): WeightsShare[] {
  return Object.entries(by)
    .filter(([text]) => text !== '')
    .map(([text, n]) => ({ weights: weightsOfText(text), share: n / rows }))
    .sort((a, b) => b.share - a.share);
}
