/** What a day's groups say: the same functions make the reference and read the stream. */
import type { EvidencePane, RatePane } from '../../../detectors/pane.js';
import type { AttributeCounts } from '../../fairness/attribute-counts.js';
import { gapPane } from '../../fairness/gap-pane.js';
import { groupTallies, type GapCriterion } from '../../fairness/group-tallies.js';
import type { Place } from './data-streams.js';
import { gapStream, groupStream, subjectOf } from './stream-names.js';

/** The gap that is evidence: between the groups of an attribute, by one criterion. */
export interface WatchedGap {
  /** Name of a segment. */
  readonly attribute: string;
  readonly criterion: GapCriterion;
  /** The label that people want to be given: `1`. */
  readonly favourable: string;
  /** Groups with fewer rows a day, on average, are neither compared nor named. */
  readonly leastRows: number;
}

/** A watched gap, and the groups that are compared: their rates, day by day. */
export interface GapReference extends WatchedGap {
  readonly groups: readonly RatePane[];
}

/** The rates of each group on one day, as panes: asked for an effect, never evidence by themselves. */
export function groupPanes(
  counts: AttributeCounts,
  { attribute, criterion, favourable }: WatchedGap,
  place: Place,
): RatePane[] {
  return groupTallies(counts, criterion, favourable).map(({ rate, group, rows, hits }) => {
    const stream = groupStream(rate, `${attribute}=${group}`);
    return { kind: 'rate', stream, ...place, n: rows, errors: hits };
  });
}

/** The gap of one day, from its groups' rates; none where fewer than two groups have enough rows. */
export function gapPanes(
  groups: readonly RatePane[],
  { attribute }: WatchedGap,
  place: Place,
): EvidencePane[] {
  const tallies = groups.flatMap(({ stream, n, errors }) => {
    const subject = subjectOf(stream);
    if (subject.about !== 'group') return [];
    return [{ rate: subject.rate, group: subject.segment, rows: n, hits: errors }];
  });
  const pane = gapPane(tallies, { stream: gapStream(attribute), ...place });
  return pane ? [pane] : [];
}

/** Streams of the groups that are large enough, on average over the days of all panes. */
export function largeGroups(panes: readonly RatePane[], leastRows: number): ReadonlySet<string> {
  const days = new Set(panes.map(({ start }) => start)).size;
  const rows = new Map<string, number>();
  for (const { stream, n } of panes) rows.set(stream, (rows.get(stream) ?? 0) + n);
  return new Set([...rows].filter(([, n]) => n >= leastRows * days).map(([stream]) => stream));
}
