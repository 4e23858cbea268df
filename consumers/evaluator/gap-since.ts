import { groupBy } from '../../detectors/conformal/group-by.js';
import type { EvidencePane } from '../../detectors/pane.js';
import type { Policy } from '../../src/policy/policy.js';
import { furthestApart, type FurthestApart } from '../../src/fairness/furthest-apart.js';
import type { RateName } from '../../src/fairness/rates.js';
import type { GapReference } from '../../src/policy/streams/gap-streams.js';
import { subjectOf } from '../../src/policy/streams/stream-names.js';
import type { Effect } from './effect.js';
import { expectedMean, matchedReference } from './matched-reference.js';
import { meanOf } from './pane-totals.js';

/** A rate of one group, since the onset and in the reference's same weekdays. */
interface RateSince {
  readonly rate: RateName;
  /** Name of the segment: `gender=f`. */
  readonly group: string;
  readonly rows: number;
  /** Since the onset. */
  readonly value: number;
  readonly before: number;
}

/** How far apart the groups of an attribute are since the onset, and were in the reference. */
export interface GapSince {
  readonly now: FurthestApart<RateSince>;
  readonly before: number;
  /** The groups that are compared, of the rate in which they are furthest apart. */
  readonly rates: readonly RateSince[];
}

/**
 * @param panesOf the days since the onset, of one group's rate
 * @returns null where fewer than two groups have enough rows; a group that the reference does not compare is left out
 */
export function gapSince(
  known: GapReference,
  panesOf: (stream: string) => readonly EvidencePane[],
): GapSince | null {
  const reference = groupBy(known.groups, ({ stream }) => stream);
  const recent = [...reference.keys()].map((stream) => ({ stream, panes: panesOf(stream) }));
  const days = new Set(recent.flatMap(({ panes }) => panes.map(({ start }) => start))).size;
  const rates = recent.flatMap(({ stream, panes }): RateSince[] => {
    const subject = subjectOf(stream);
    const rows = panes.reduce((sum, { n }) => sum + n, 0);
    const value = meanOf(panes);
    const before = expectedMean(matchedReference(panes, reference.get(stream) ?? []));
    if (subject.about !== 'group' || rows < known.leastRows * days || value === null || before === null)
      return [];
    return [{ rate: subject.rate, group: subject.segment, rows, value, before }];
  });
  const now = furthestApart(rates);
  const before = furthestApart(rates.map((one) => ({ ...one, value: one.before })));
  if (!now || !before) return null;
  return { now, before: before.gap, rates: rates.filter(({ rate }) => rate === now.lowest.rate) };
}

/** By how many points the gap has grown. */
export function gapEffect({ now, before }: GapSince, { effect }: Policy): Effect {
  return {
    name: 'points',
    value: 100 * (now.gap - before),
    floor: effect.gap,
    severe: effect.gapSevere,
    reference: before,
    now: now.gap,
  };
}

/** "favourable answers of gender=f fell from 41.0% to 29.0% while those of gender=m stayed at 43.0%" */
export function gapSentence({ now: { lowest, highest }, before, rates, now }: GapSince): string {
  const [a, b] = [lowest, highest].map((one) => {
    const others = pooled(rates.filter(({ group }) => group !== one.group));
    return { one, others, moved: Math.abs(one.value - one.before - (others.value - others.before)) };
  }) as [Moved, Moved];
  const { one, others } = b.moved > a.moved ? b : a;
  const [other] = rates.filter(({ group }) => group !== one.group);
  const rest = rates.length === 2 && other ? `those of ${other.group}` : "the others'";
  return (
    `${WORDS[one.rate](one.group)} ${course(one)} while ${rest} ${course(others)}: ` +
    `the groups are ${points(now.gap)} points apart, ${points(before)} before,`
  );
}

interface Moved {
  readonly one: RateSince;
  readonly others: Pick<RateSince, 'value' | 'before'>;
  readonly moved: number;
}

function pooled(rates: readonly RateSince[]): Pick<RateSince, 'value' | 'before'> {
  const rows = rates.reduce((sum, one) => sum + one.rows, 0);
  const mean = (of: (one: RateSince) => number) =>
    rates.reduce((sum, one) => sum + (one.rows / rows) * of(one), 0);
  return { value: mean(({ value }) => value), before: mean(({ before }) => before) };
}

const WORDS: Readonly<Record<RateName, (group: string) => string>> = {
  selection: (group) => `Favourable answers of ${group}`,
  'true-positive': (group) => `Favourable answers of ${group} where they are due`,
  'false-positive': (group) => `Favourable answers of ${group} where they are not due`,
  precision: (group) => `Favourable answers of ${group} that turn out right`,
  // Never watched: its gap has no place in the evidence.
  calibration: (group) => `Outcomes of ${group} beyond the scores`,
};

/** Less than that is no move. */
const STAYED = 0.01;

function course({ value, before }: Pick<RateSince, 'value' | 'before'>): string {
  if (Math.abs(value - before) < STAYED) return `stayed at ${percent(value)}`;
  return `${value < before ? 'fell' : 'rose'} from ${percent(before)} to ${percent(value)}`;
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
const points = (share: number) => (100 * share).toFixed(1);
