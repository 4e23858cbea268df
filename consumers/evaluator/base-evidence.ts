/** What one closed base pane says to the evidence, in the bins of its version's reference. */
import type { EvidencePane } from '../../detectors/pane.js';
import { outcomeRows, type OutcomePane } from '../../src/aggregates/outcome-pane.js';
import { designEffect } from '../../src/aggregates/sample.js';
import type { Reference } from '../../src/policy/reference.js';
import { costPanes, valuesOf } from '../../src/policy/streams/cost-streams.js';
import {
  countsOf,
  distributionPanes,
  expectedLossPane,
  integrityPanes,
  servicePanes,
  volumeOf,
} from '../../src/policy/streams/data-streams.js';
import { effectivePanes } from '../../src/policy/streams/effective-panes.js';
import { outcomePane, performancePanes, segmentPane } from '../../src/policy/streams/performance-streams.js';
import { OUTCOME_STREAM, PERFORMANCE, performanceStream } from '../../src/policy/streams/stream-names.js';
import type { OpenPane } from './model-state.js';

export interface BaseEvidence {
  /** Added up in wider panes, for the units. */
  readonly unit: readonly EvidencePane[];
  /** As it is, for the fast path. */
  readonly fast: readonly EvidencePane[];
}

const NOTHING: BaseEvidence = { unit: [], fast: [] };

export function evidenceOfBase(pane: OpenPane, scale: number, reference: Reference): BaseEvidence {
  const place = { scale, start: pane.start };
  if (pane.prediction && pane.segment === '') {
    const { n, sample } = pane.prediction;
    const effect = designEffect(sample, n);
    const counted = countsOf(pane.prediction, reference.bins);
    const distributions = effectivePanes(distributionPanes(counted, place), effect);
    const service = effectivePanes(servicePanes(pane.prediction, place), effect);
    const expected = expectedLossPane(pane.prediction, place);
    const estimates = effectivePanes(expected ? [expected] : [], effect);
    const unit = [...distributions, ...service, ...estimates];
    const integrity = integrityPanes(distributions, reference.bins);
    return { unit, fast: [...unit, ...integrity, volumeOf(pane.prediction.n, place)] };
  }
  if (!pane.outcome) return NOTHING;
  if (pane.segment !== '') {
    const own = isWatched(reference, pane.segment) ? segmentPane(pane.outcome, place, pane.segment) : null;
    return own ? { unit: effectivePanes([own], effectOf(pane.outcome)), fast: [] } : NOTHING;
  }
  const all = [
    ...performancePanes(pane.outcome, place),
    ...outcomePane(pane.outcome, reference.bins[OUTCOME_STREAM], place),
  ];
  // A sum is of all rows, also of those that a sample stands for.
  const costs = reference.costs ? costPanes(pane.outcome, valuesIn(reference.costs), place) : [];
  const unit = [...effectivePanes(all, effectOf(pane.outcome)), ...costs];
  return { unit, fast: unit };
}

function effectOf(pane: OutcomePane): number {
  return designEffect(pane.sample, outcomeRows(pane));
}

/** Nothing came in a pane: that is a volume, too. */
export function evidenceOfSilence(scale: number, start: number): readonly EvidencePane[] {
  return [volumeOf(0, { scale, start })];
}

const values = new WeakMap<readonly EvidencePane[], readonly string[]>();

function valuesIn(costs: readonly EvidencePane[]): readonly string[] {
  let names = values.get(costs);
  if (!names) values.set(costs, (names = valuesOf(costs)));
  return names;
}

const watched = new WeakMap<Reference, ReadonlySet<string>>();

/** Segments that the reference knows by themselves. */
function isWatched(reference: Reference, segment: string): boolean {
  let streams = watched.get(reference);
  if (!streams)
    watched.set(reference, (streams = new Set(reference.performance.map(({ stream }) => stream))));
  return PERFORMANCE.some((metric) => streams.has(performanceStream(metric, segment)));
}
