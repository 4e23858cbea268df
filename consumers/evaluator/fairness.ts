import type { EvidencePane } from '../../detectors/pane.js';
import { outcomeRows, type OutcomePane } from '../../src/aggregates/outcome-pane.js';
import { designEffect } from '../../src/aggregates/sample.js';
import type { AttributeCounts } from '../../src/fairness/attribute-counts.js';
import { fairnessValues } from '../../src/fairness/fairness-values.js';
import type { GapCriterion } from '../../src/fairness/group-tallies.js';
import { attributeOf } from '../../src/fairness/segments.js';
import { EVIDENCE_SCALES, type Reference } from '../../src/policy/reference.js';
import { effectivePanes } from '../../src/policy/streams/effective-panes.js';
import {
  gapPanes,
  groupPanes,
  type GapReference,
  type WatchedGap,
} from '../../src/policy/streams/gap-streams.js';
import type { MetricsRecord } from '../../src/records/feed.js';
import { isReplaced } from './lives.js';
import { versionOf, type ModelState, type WidePane } from './model-state.js';

/** Groups that a model should treat alike. */
export interface FairnessSettings {
  /** Name of a segment. */
  readonly attribute: string;
  /** The answer that is good for whoever it is about. */
  readonly favourable: string | number | boolean;
  /** Groups with fewer rows a day are not shown. */
  readonly leastRows: number;
  /** Whose gap is evidence. */
  readonly criterion: GapCriterion;
}

/** The gap that is watched, as references name it. */
export function watchedGap({ attribute, favourable, leastRows, criterion }: FairnessSettings): WatchedGap {
  return { attribute, criterion, favourable: labelOf(favourable), leastRows };
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

/**
 * A day's rates of the groups, and the gap between them, as evidence: of the groups that the version's reference compares.
 * Once the day has been taken in. Nothing while the reference compares others, or by another criterion.
 */
export function gapOfDay(
  model: ModelState,
  { version: name, segment, start, width, outcome }: WidePane,
  settings: FairnessSettings | undefined,
): EvidencePane[] {
  if (!settings || !outcome || segment !== '' || width !== DAY) return [];
  const version = model.versions.get(name);
  const day = version?.fairness.find((one) => one.start === start && one.attribute === settings.attribute);
  const { watch } = version ?? {};
  if (!version || !day || !watch || start < watch.since || isReplaced(model, version, start + width))
    return [];
  const gap = comparedGap(watch.reference, settings);
  if (!gap) return [];
  const compared = new Set(gap.groups.map(({ stream }) => stream));
  const place = { scale: width, start };
  const groups = effectivePanes(
    groupPanes(day.counts, gap, place).filter(({ stream }) => compared.has(stream)),
    designEffect(outcome.sample, outcomeRows(outcome)),
  );
  return [...groups, ...gapPanes(groups, gap, place)];
}

/** What the reference compares, if it is what is asked for. */
export function comparedGap(reference: Reference, settings: FairnessSettings): GapReference | undefined {
  const { gap } = reference;
  if (!gap) return undefined;
  const asked = watchedGap(settings);
  const isSame =
    gap.attribute === asked.attribute &&
    gap.criterion === asked.criterion &&
    gap.favourable === asked.favourable &&
    gap.leastRows === asked.leastRows;
  return isSame ? gap : undefined;
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
