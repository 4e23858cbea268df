import type { AttributeCounts } from './attribute-counts.js';
import { CRITERIA, type Criterion } from './criteria.js';
import { fairness, type FairnessOptions } from './fairness.js';
import { ratioRule } from './ratio-rule.js';
import type { Gap } from './gap.js';

/** What is told of an attribute's fairness over some panes, as metrics of a record. */
export interface FairnessValues {
  /** By metric name: see `fairnessValues`. */
  readonly values: Readonly<Record<string, number>>;
  /** Why a metric has no value, in words, by its name. */
  readonly undefined: Readonly<Record<string, string>>;
}

/**
 * Metrics of an attribute, named `fairness:ATTRIBUTE:CRITERION:difference` and `:ratio`, each with `:low` and `:high` where
 * there is an interval; `fairness:ATTRIBUTE:four-fifths` is 1 where the rule is met, 0 where it is violated, and has no value
 * while that is undecided; `fairness:ATTRIBUTE:RATE:GROUP` is the rate of one group. Groups with too few rows are not named.
 *
 * @param panes  disjoint ones, a day each: the units that vary independently
 */
export function fairnessValues(
  panes: readonly AttributeCounts[],
  attribute: string,
  options: FairnessOptions = {},
): FairnessValues {
  const values: Record<string, number> = {};
  const missing: Record<string, string> = {};
  const [rows, unknown] = panes.reduce(([all, none], pane) => [all + pane.rows, none + pane.missing], [0, 0]);
  if (rows > 0) values[`fairness:${attribute}:missing`] = unknown / rows;
  for (const criterion of Object.keys(CRITERIA) as Criterion[]) {
    const { rates, difference, ratio } = fairness(panes, criterion, options);
    const name = `fairness:${attribute}:${criterion}`;
    // Equalised odds compares rates of which equal opportunity has told one already: the values are the same.
    for (const { rate, group, value } of rates) values[`fairness:${attribute}:${rate}:${group}`] = value;
    put(values, missing, `${name}:difference`, difference);
    if (criterion !== 'calibration') put(values, missing, `${name}:ratio`, ratio);
    if (criterion !== 'demographic-parity') continue;
    const { verdict, reason } = ratioRule(ratio);
    const rule = `fairness:${attribute}:four-fifths`;
    if (verdict === 'undecided') missing[rule] = reason;
    else values[rule] = verdict === 'met' ? 1 : 0;
  }
  return { values, undefined: missing };
}

function put(values: Record<string, number>, missing: Record<string, string>, name: string, gap: Gap): void {
  if (gap.value === null) {
    missing[name] = gap.reason;
    return;
  }
  values[name] = gap.value;
  const { low, high, reason } = gap.interval;
  if (low === null) missing[`${name}:low`] = reason;
  else {
    values[`${name}:low`] = low;
    values[`${name}:high`] = high;
  }
}
