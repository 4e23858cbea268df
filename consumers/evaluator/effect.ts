import type { EvidencePane } from '../../detectors/pane.js';
import { jensenShannonCorrected } from '../../src/distances/jensen-shannon.js';
import type { Policy } from '../../src/policy/policy.js';
import { subjectOf } from '../../src/policy/streams/stream-names.js';

/** How far the recent units of one stream are from its reference, in the stream's own unit, beside its floor. */
export interface Effect {
  readonly name: string;
  readonly value: number;
  readonly floor: number;
  readonly severe: number;
  readonly reference: number | null;
  readonly now: number | null;
}

/**
 * Like with like: each recent pane is compared with the reference's panes of the same hours of the same weekday, so that
 * four days of a week are not "drift" of the weekday, nor a Sunday's calm an improvement.
 *
 * @param recent panes of one stream and scale
 * @param reference the reference's panes of the same stream, of that scale or of one that it divides
 * @returns null when either side has no rows
 */
export function effectOf(
  recent: readonly EvidencePane[],
  reference: readonly EvidencePane[],
  policy: Policy,
): Effect | null {
  const [first] = recent;
  if (!first) return null;
  const matched = matchedReference(recent, reference);
  if (first.kind === 'distribution') {
    // A few dozen rows are no distribution: then the whole reference is asked, in whatever hours it was.
    const rows = sum([...new Set(matched.flatMap(({ panes }) => panes))].map(({ n }) => n));
    const whole = recent.map(({ n }) => ({ n, panes: reference }));
    return distance(recent, rows < LEAST_MATCHED ? whole : matched, policy);
  }
  const now = meanOf(recent);
  const then = expectedMean(matched);
  if (now === null || then === null) return null;
  const subject = subjectOf(first.stream);
  if (subject.about === 'latency' || subject.about === 'volume') {
    return factor(subject.about, now, then, policy);
  }
  // What NDCG lacks lies between 0 and 1, as a rate does.
  const isShare =
    first.kind === 'rate' || (subject.about === 'performance' && subject.metric === 'ndcg-loss');
  return isShare ? points(first.stream, now, then, policy) : relative(now, then, policy);
}

/** Rows of the reference that a distribution is compared with, at least. */
const LEAST_MATCHED = 1_000;

function distance(
  recent: readonly EvidencePane[],
  matched: readonly Matched[],
  { effect }: Policy,
): Effect | null {
  const now = totalCounts(recent);
  const then = expectedCounts(matched);
  if (sum(now) === 0 || sum(then) === 0) return null;
  return {
    name: 'js',
    value: jensenShannonCorrected(now, then),
    floor: effect.js,
    severe: effect.jsSevere,
    reference: null,
    now: null,
  };
}

/** A feature stands still when so much of it is in one bin; a storm puts half of it there. */
const FROZEN_SHARE = 0.9;
const FROZEN_POINTS = 20;

function points(stream: string, now: number, then: number, { effect }: Policy): Effect {
  const subject = subjectOf(stream);
  const isFrozen = subject.about === 'input' && subject.fault === 'frozen';
  return {
    name: 'points',
    value: 100 * (now - then),
    floor: isFrozen ? Math.max(FROZEN_POINTS, 100 * (FROZEN_SHARE - then)) : effect.points,
    severe: isFrozen ? 100 * (1 - then) : effect.pointsSevere,
    reference: then,
    now,
  };
}

function relative(now: number, then: number, { effect }: Policy): Effect | null {
  if (then <= 0) return null;
  return {
    name: 'relative',
    value: now / then - 1,
    floor: effect.loss,
    severe: effect.lossSevere,
    reference: then,
    now,
  };
}

/** Of logarithms: how many times as much. A slower scorer is worse; of traffic, both ways are a change. */
export function factor(about: 'latency' | 'volume', now: number, then: number, { effect }: Policy): Effect {
  const apart = about === 'volume' ? Math.abs(now - then) : now - then;
  return {
    name: 'factor',
    value: Math.exp(apart) - 1,
    floor: effect[about] - 1,
    severe: (about === 'volume' ? effect.volumeSevere : effect.latencySevere) - 1,
    reference: about === 'volume' ? Math.expm1(then) : Math.exp(then),
    now: about === 'volume' ? Math.expm1(now) : Math.exp(now),
  };
}

/** A recent pane's rows beside the reference's panes of the same slot of the week (all panes where it has none). */
interface Matched {
  readonly n: number;
  readonly panes: readonly EvidencePane[];
}

const WEEK = 7 * 86_400_000;

export function matchedReference(
  recent: readonly Pick<EvidencePane, 'start' | 'n'>[],
  reference: readonly EvidencePane[],
): Matched[] {
  const bySlot = new Map<number, EvidencePane[]>();
  for (const pane of reference) {
    const own = bySlot.get(pane.start % WEEK);
    if (own) own.push(pane);
    else bySlot.set(pane.start % WEEK, [pane]);
  }
  const scale = reference[0]?.scale ?? 1;
  return recent.map(({ start, n }) => ({
    n,
    panes: bySlot.get((Math.floor(start / scale) * scale) % WEEK) ?? reference,
  }));
}

/** What the reference would have had in the recent panes' mix of slots, scaled to the rows that say so. */
export function expectedCounts(matched: readonly Matched[]): number[] {
  const rows = matched.reduce((total, { n }) => total + n, 0);
  const known = new Set(matched.flatMap(({ panes }) => panes));
  const size = [...known].reduce((total, { n }) => total + n, 0);
  const expected: number[] = [];
  for (const { n, panes } of matched) {
    const counts = totalCounts(panes);
    const total = sum(counts);
    if (total === 0 || rows === 0) continue;
    counts.forEach((count, i) => {
      expected[i] = (expected[i] ?? 0) + (count / total) * (n / rows) * size;
    });
  }
  return expected;
}

export function expectedMean(matched: readonly Matched[]): number | null {
  let rows = 0;
  let total = 0;
  for (const { n, panes } of matched) {
    const mean = meanOf(panes);
    if (mean === null) continue;
    rows += n;
    total += n * mean;
  }
  return rows === 0 ? null : total / rows;
}

export function totalCounts(panes: readonly EvidencePane[]): number[] {
  const total: number[] = [];
  for (const pane of panes) {
    if (pane.kind !== 'distribution') continue;
    pane.counts.forEach((count, i) => {
      total[i] = (total[i] ?? 0) + count;
    });
  }
  return total;
}

export function meanOf(panes: readonly EvidencePane[]): number | null {
  let n = 0;
  let total = 0;
  for (const pane of panes) {
    n += pane.n;
    total += pane.kind === 'rate' ? pane.errors : pane.kind === 'mean' ? pane.sum : 0;
  }
  return n === 0 ? null : total / n;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
