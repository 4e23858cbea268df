import type { OutcomePane } from '../../src/aggregates/outcome-pane.js';
import type { AttributeCounts } from '../../src/fairness/attribute-counts.js';
import { fairnessValues } from '../../src/fairness/fairness-values.js';
import { attributeOf } from '../../src/fairness/segments.js';
import { EVIDENCE_SCALES } from '../../src/policy/reference.js';
import type { MetricsRecord } from '../../src/records/feed.js';
import { versionOf, type ModelState, type WidePane } from './model-state.js';

/** Groups that a model should treat alike. */
export interface FairnessSettings {
  /** Name of a segment. */
  readonly attribute: string;
  /** The answer that is good for whoever it is about. */
  readonly favourable: string | number | boolean;
  /** Groups with fewer rows a day are not shown. */
  readonly leastRows: number;
}

/** Gaps are those of the last so many days: days are what varies independently, and one alone tells little. */
export const FAIRNESS_DAYS = 28;

const DAY = Math.max(...EVIDENCE_SCALES);

/** Takes in a day of all rows that closes, while its segments are still there; what is told of fairness from then on. */
export function fairnessOfDay(
  model: ModelState,
  { version: name, segment, start, width, outcome }: WidePane,
  settings: FairnessSettings | undefined,
): Pick<MetricsRecord, 'values' | 'undefined'> | null {
  if (!settings || !outcome || segment !== '' || width !== DAY) return null;
  if (model.task !== 'binary' && model.task !== 'multiclass') return null;
  const { attribute, favourable, leastRows } = settings;
  const version = versionOf(model, name, start);
  const groups = segmentsOfDay(model, name, start);
  version.fairness = [
    ...version.fairness.filter(
      (day) => day.attribute === attribute && day.start > start - FAIRNESS_DAYS * DAY,
    ),
    { attribute, start, counts: attributeOf(outcome, groups, attribute) },
  ];
  const days = version.fairness.map(({ counts }) => counts);
  const found = fairnessValues(days, attribute, {
    favourable: labelOf(favourable),
    leastRows: leastRows * days.length,
  });
  return {
    values: found.values,
    ...(Object.keys(found.undefined).length > 0 && { undefined: found.undefined }),
  };
}

/** Labels of binary models are 0 and 1, however people write them. */
function labelOf(favourable: FairnessSettings['favourable']): string {
  return typeof favourable === 'boolean' ? String(Number(favourable)) : String(favourable);
}

/** One day's counts of an attribute's groups. */
export interface FairnessDay {
  readonly attribute: string;
  readonly start: number;
  readonly counts: AttributeCounts;
}

/** A day's segments close after its pane of all rows: by name, and `''` comes first. */
function segmentsOfDay(model: ModelState, version: string, start: number): Map<string, OutcomePane> {
  const segments = new Map<string, OutcomePane>();
  for (const wide of model.wide.values()) {
    if (wide.width !== DAY || wide.start !== start || wide.version !== version || !wide.outcome) continue;
    if (wide.segment !== '') segments.set(wide.segment, wide.outcome);
  }
  return segments;
}
