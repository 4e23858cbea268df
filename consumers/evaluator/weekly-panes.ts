/** Panes as wide as a unit, where that is a week: what the days of one week add up to. */
import type { EvidencePane } from '../../detectors/pane.js';
import type { Policy } from '../../src/policy/policy.js';
import type { Reference } from '../../src/policy/reference.js';
import { addPane, type PanesByStream } from '../../src/policy/streams/add-panes.js';
import { subjectOf } from '../../src/policy/streams/stream-names.js';
import { DAY, firstUnitFrom, unitStart } from '../../src/policy/units.js';
import { widenPanes } from './fast-panes.js';
import type { Attention, Watch } from './model-state.js';

export function countsWeeks({ unit }: Pick<Policy, 'unit'>): boolean {
  return unit > DAY;
}

/** What the panes of a reference are as evidence in weeks: its whole weeks, day by day and each as one. */
export function inWeeks(
  panes: readonly EvidencePane[],
  { from, to }: Pick<Reference, 'from' | 'to'>,
  policy: Policy,
): EvidencePane[] {
  const first = firstUnitFrom(policy, from);
  const inside = panes.filter(({ start }) => start >= first && unitStart(policy, start) + policy.unit <= to);
  const weeks = new Map<number, PanesByStream>();
  for (const pane of inside.filter(isOfWeek)) {
    const start = unitStart(policy, pane.start);
    let own = weeks.get(start);
    if (!own) weeks.set(start, (own = new Map()));
    addPane(own, pane, { start, scale: policy.unit });
  }
  return [...inside, ...[...weeks.values()].flatMap((own) => [...own.values()])];
}

/** Whole units only: of those that began before the watch something is missing. */
export function inWholeUnits<Pane extends Pick<EvidencePane, 'start'>>(
  panes: readonly Pane[],
  { since }: Watch,
  policy: Policy,
): Pane[] {
  const first = firstUnitFrom(policy, since);
  return panes.filter(({ start }) => start >= first);
}

/**
 * The weeks that are whole by `end`, from the days that close, each with the moment at which it ended.
 *
 * @param panes of one moment that are in whole units
 */
export function closeWeeks(
  attention: Attention<unknown>,
  panes: readonly EvidencePane[],
  end: number,
  policy: Policy,
) {
  return widenPanes(attention, panes.filter(isOfWeek), end, policy.unit, policy);
}

/** The gap between groups is no sum of its days. */
function isOfWeek({ scale, stream }: EvidencePane): boolean {
  const { about } = subjectOf(stream);
  return scale === DAY && about !== 'group' && about !== 'fairness';
}
