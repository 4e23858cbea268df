import type { EvidencePane } from '../../detectors/pane.js';
import { jensenShannonCorrected } from '../../src/distances/jensen-shannon.js';
import type { Policy } from '../../src/policy/policy.js';
import { subjectOf } from '../../src/policy/streams/stream-names.js';
import { expectedCounts, expectedMean, matchedReference, type Matched } from './matched-reference.js';
import { meanOf, totalCounts } from './pane-totals.js';

/** How far the recent units of one stream are from its reference, in the stream's own unit, beside its floor. */
export interface Effect {
  readonly name: string;
  readonly value: number;
  readonly floor: number;
  readonly severe: number;
  readonly reference: number | null;
  readonly now: number | null;
  /** Of a fault: rows that have it, of how many. */
  readonly rows?: { readonly faulty: number; readonly all: number };
}

/**
 * Like with like: `matchedReference`.
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
  if (first.kind === 'distribution') return distance(recent, matched, policy);
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

/** Of a feature's fault. @param panes of its rate; @param then what is usual at their hours */
export function faultEffect(panes: readonly EvidencePane[], then: number, policy: Policy): Effect | null {
  const [first] = panes;
  const now = meanOf(panes);
  if (!first || now === null) return null;
  const all = sum(panes.map(({ n }) => n));
  return { ...points(first.stream, now, then, policy), rows: { faulty: Math.round(now * all), all } };
}

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

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
