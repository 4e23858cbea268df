import type { DistributionPane, EvidencePane } from '../../detectors/pane.js';
import { jensenShannonCorrected } from '../../src/distances/jensen-shannon.js';
import type { Policy } from '../../src/policy/policy.js';

/** How far the recent units of one stream are from its reference, in the stream's own unit, beside its floor. */
export interface Effect {
  readonly name: string;
  readonly value: number;
  readonly floor: number;
  readonly severe: number;
  readonly reference: number | null;
  readonly now: number | null;
}

/** @returns null when either side has no rows */
export function effectOf(recent: readonly EvidencePane[], reference: readonly EvidencePane[], policy: Policy): Effect | null {
  const kind = recent[0]?.kind;
  const { effect } = policy;
  switch (kind) {
    case undefined:
      return null;
    case 'distribution': {
      const now = totalCounts(recent);
      const then = totalCounts(reference);
      if (sum(now) === 0 || sum(then) === 0) return null;
      return { name: 'js', value: jensenShannonCorrected(now, then), floor: effect.js, severe: effect.jsSevere, reference: null, now: null };
    }
    case 'rate': {
      const now = meanOf(recent);
      const then = meanOf(reference);
      if (now === null || then === null) return null;
      return { name: 'points', value: 100 * (now - then), floor: effect.points, severe: effect.pointsSevere, reference: then, now };
    }
    case 'mean': {
      const now = meanOf(recent);
      const then = meanOf(reference);
      if (now === null || then === null || then <= 0) return null;
      return { name: 'relative', value: now / then - 1, floor: effect.loss, severe: effect.lossSevere, reference: then, now };
    }
  }
}

export function totalCounts(panes: readonly EvidencePane[]): number[] {
  const total: number[] = [];
  for (const pane of panes) {
    if (pane.kind !== 'distribution') continue;
    (pane as DistributionPane).counts.forEach((count, i) => {
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
