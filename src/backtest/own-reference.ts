/** INTERIM until the trainer's own-reference answer lands. */
import type { EvidencePane } from '../../detectors/pane.js';
import { performancePanes } from '../../consumers/evaluator/watch.js';
import {
  emptyFeature,
  featureFromJson,
  mergeFeature,
  type FeatureCounts,
} from '../aggregates/feature-counts.js';
import {
  emptyOutcomePane,
  mergeOutcomePane,
  outcomePaneFromJson,
  type OutcomePane,
} from '../aggregates/outcome-pane.js';
import { binsOf, countsIn, type Bins } from '../policy/bins.js';
import { expectedLoss } from '../policy/expected-loss.js';
import {
  EVIDENCE_SCALES,
  EXPECTED_LOSS_STREAM,
  PREDICTION_STREAM,
  type Reference,
} from '../policy/reference.js';
import { stableId } from '../policy/stable-id.js';
import type { RetrainingRecord } from '../records/feed.js';
import type { PaneRecord } from '../records/pane.js';
import type { ProfileRecord } from '../records/profile.js';
import { paneStart } from '../stream/settings.js';

export function answerInitial(request: RetrainingRecord, panes: readonly PaneRecord[]): ProfileRecord[] {
  if (request.reason !== 'initial') return [];
  const own = panes.filter(
    (p) => p.model === request.model && p.segment === '' && p.start >= request.from && p.start < request.to,
  );
  const reference = makeOwn(request, own);
  return [
    { v: 1, kind: 'reference', model: request.model, reference },
    {
      v: 1,
      kind: 'model-change',
      model: request.model,
      change: {
        v: 1,
        kind: 'model',
        model: request.model,
        task: request.task,
        version: request.champion,
        request: request.id,
        champion: request.champion,
        promoted: true,
        why: 'its own first weeks',
        effectiveFrom: request.requestedAt,
        trainedOn: { from: request.from, to: request.to, rows: 0 },
        backend: '',
        proof: null,
        artifact: null,
        reference: reference.id,
      },
    },
  ];
}

function makeOwn(request: RetrainingRecord, panes: readonly PaneRecord[]): Reference {
  const sums = new Map<string, FeatureCounts>();
  const answers = new Map<number, FeatureCounts>();
  const each = (pane: PaneRecord, take: (name: string, f: FeatureCounts) => void) => {
    const p = pane.prediction;
    if (!p) return;
    for (const [name, json] of Object.entries(p.features)) take(name, featureFromJson(json));
    const answer = p.answers['score'] ?? p.answers['value'] ?? p.answers['label'];
    if (answer) take(PREDICTION_STREAM, featureFromJson(answer));
  };
  for (const pane of panes)
    each(pane, (name, f) => {
      let own = sums.get(name);
      if (!own) sums.set(name, (own = emptyFeature()));
      mergeFeature(own, f);
    });
  const bins: Record<string, Bins> = {};
  for (const [name, f] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = binsOf(f);
    if (own) bins[name] = own;
  }
  const data: EvidencePane[] = [];
  const performance: EvidencePane[] = [];
  const estimates: EvidencePane[] = [];
  for (const scale of EVIDENCE_SCALES) {
    const wide = new Map<string, number[]>();
    const outcomes = new Map<number, OutcomePane>();
    answers.clear();
    for (const pane of panes) {
      const start = paneStart(pane.start, scale);
      each(pane, (name, f) => {
        if (name === PREDICTION_STREAM) {
          let own = answers.get(start);
          if (!own) answers.set(start, (own = emptyFeature()));
          mergeFeature(own, f);
        }
        const b = bins[name];
        if (!b) return;
        const counts = countsIn(b, f);
        const key = `${name}\t${start}`;
        const own = wide.get(key);
        if (own) counts.forEach((n, i) => (own[i] = (own[i] ?? 0) + n));
        else wide.set(key, counts);
      });
      if (pane.outcome) {
        let own = outcomes.get(start);
        if (!own) outcomes.set(start, (own = emptyOutcomePane()));
        mergeOutcomePane(own, outcomePaneFromJson(pane.outcome));
      }
    }
    for (const [key, counts] of wide) {
      const [stream, start] = key.split('\t') as [string, string];
      data.push({
        kind: 'distribution',
        stream,
        scale,
        start: Number(start),
        n: counts.reduce((a, b) => a + b, 0),
        counts,
      });
    }
    for (const [start, pane] of outcomes) performance.push(...performancePanes(pane, start, scale));
    if (request.task === 'binary')
      for (const [start, a] of answers)
        if (a.numeric)
          estimates.push({
            kind: 'mean',
            stream: EXPECTED_LOSS_STREAM,
            scale,
            start,
            ...expectedLoss(a.numeric),
          });
  }
  data.sort((a, b) =>
    a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.scale - b.scale || a.start - b.start,
  );
  performance.sort((a, b) => a.start - b.start);
  return {
    id: stableId('reference', request.model, request.champion, request.id),
    model: request.model,
    version: request.champion,
    from: request.from,
    to: request.to,
    bins,
    data,
    performance,
    estimates,
  };
}
