import type { EvidencePane } from '../../detectors/pane.js';
import {
  addFeature,
  emptyFeature,
  featureFromJson,
  mergeFeature,
  type FeatureCounts,
} from '../../src/aggregates/feature-counts.js';
import {
  addPair,
  emptyOutcomePane,
  mergeOutcomePane,
  type OutcomePane,
} from '../../src/aggregates/outcome-pane.js';
import type { Answer, Task } from '../../src/events/event.js';
import type { EventLog } from '../../src/log/port.js';
import { binsOf, countsIn, type Bins } from '../../src/policy/bins.js';
import { expectedLoss } from '../../src/policy/expected-loss.js';
import {
  EVIDENCE_SCALES,
  EXPECTED_LOSS_STREAM,
  PREDICTION_STREAM,
  type Reference,
} from '../../src/policy/reference.js';
import { stableId } from '../../src/policy/stable-id.js';
import type { RetrainingRecord } from '../../src/records/feed.js';
import type { PaneRecord } from '../../src/records/pane.js';
import { paneStart } from '../../src/stream/settings.js';
import type { OutOfSampleScores, Scorer } from '../../src/training/port.js';
import { performancePanes } from '../evaluator/watch.js';
import type { LabelledRow } from './collect-rows.js';

/**
 * The reference of a promoted version. Inputs: the closed panes of the training range, as they stand in the log. Answers:
 * the version's own on those rows, since another model's scores are distributed otherwise. Performance: the same weeks
 * scored out of sample, each by a model that had not seen that week, because in-sample errors would cry wolf later, and a
 * reference of its own would blind the new version for weeks.
 */
export async function makeReference(
  log: EventLog,
  request: RetrainingRecord,
  version: string,
  rows: readonly LabelledRow[],
  scores: OutOfSampleScores,
  scorer: Scorer,
  partition: number,
): Promise<Reference> {
  const panes = await readPanes(log, request, partition);
  const bins: Record<string, Bins> = {};
  const data: EvidencePane[] = [];

  const features = new Map<string, FeatureCounts>();
  for (const pane of panes) eachFeature(pane, (name, feature) => mergeFeature(slot(features, name), feature));
  for (const [name, feature] of [...features].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const own = binsOf(feature);
    if (own) bins[name] = own;
  }
  const wide = new WideCounts();
  for (const pane of panes) {
    const { start } = JSON.parse(pane.toString('utf8')) as PaneRecord;
    eachFeature(pane, (name, feature) => {
      const own = bins[name];
      if (own) wide.add(name, start, countsIn(own, feature));
    });
  }

  const { answers, outcomes } = await scoredPanes(request.task, rows, scores, scorer);
  const all = emptyFeature();
  for (const answer of answers.values()) mergeFeature(all, answer);
  const own = binsOf(all);
  if (own) {
    bins[PREDICTION_STREAM] = own;
    for (const [start, answer] of answers) wide.add(PREDICTION_STREAM, start, countsIn(own, answer));
  }
  data.push(...wide.panes());

  const performance: EvidencePane[] = [];
  const estimates: EvidencePane[] = [];
  for (const scale of EVIDENCE_SCALES) {
    for (const [start, pane] of widened(outcomes, scale, emptyOutcomePane, mergeOutcomePane)) {
      performance.push(...performancePanes(pane, start, scale));
    }
    if (request.task !== 'binary') continue;
    for (const [start, answer] of widened(answers, scale, emptyFeature, mergeFeature)) {
      if (answer.numeric)
        estimates.push({
          kind: 'mean',
          stream: EXPECTED_LOSS_STREAM,
          scale,
          start,
          ...expectedLoss(answer.numeric),
        });
    }
  }
  return {
    id: stableId('reference', request.model, version, request.id),
    model: request.model,
    version,
    from: request.from,
    to: request.to,
    bins,
    data,
    performance,
    estimates,
  };
}

/** Values of the prediction panes in the range, unparsed: headers say which they are. */
async function readPanes(log: EventLog, request: RetrainingRecord, partition: number): Promise<Buffer[]> {
  const range = await log.range('panes', partition);
  // An evaluator that was reset has written its panes anew: the last one of each stands.
  const panes = new Map<string, Buffer>();
  await log.read('panes', partition, range.first, range.next, (records) => {
    for (const { key, value, headers } of records) {
      const start = Number(headers['start']);
      if (key !== request.model || headers['side'] !== 'prediction' || headers['segment'] !== '' || !value)
        continue;
      if (start < request.from || start >= request.to) continue;
      const { version } = JSON.parse(value.toString('utf8')) as PaneRecord;
      panes.set(`${start}\t${version}`, value);
    }
  });
  return [...panes.values()];
}

function eachFeature(pane: Buffer, take: (name: string, feature: FeatureCounts) => void): void {
  const { prediction } = JSON.parse(pane.toString('utf8')) as PaneRecord;
  for (const [name, json] of Object.entries(prediction?.features ?? {})) take(name, featureFromJson(json));
}

const FINEST = Math.min(...EVIDENCE_SCALES);
/** Rows between two breaths of the event loop. */
const ROWS_A_TURN = 5000;

/** Answers by prediction time and performance by outcome time, in panes of the finest evidence scale. */
async function scoredPanes(
  task: Task,
  rows: readonly LabelledRow[],
  scores: OutOfSampleScores,
  scorer: Scorer,
) {
  const answers = new Map<number, FeatureCounts>();
  const outcomes = new Map<number, OutcomePane>();
  for (let first = 0; first < rows.length; first += ROWS_A_TURN) {
    await new Promise((resume) => setImmediate(resume));
    const turn = rows.slice(first, first + ROWS_A_TURN);
    const own = scorer.score(turn.map(({ features }) => features));
    turn.forEach((row, i) => {
      addFeature(slot(answers, paneStart(row.time, FINEST)), streamValue(own[i] as Answer));
      const start = paneStart(Math.max(row.time, row.outcomeTime), FINEST);
      let pane = outcomes.get(start);
      if (!pane) outcomes.set(start, (pane = emptyOutcomePane()));
      addPair(pane, answerAt(task, scores, first + i), row.outcome, undefined);
    });
  }
  return { answers, outcomes };
}

function answerAt(task: Task, { width, values, labels }: OutOfSampleScores, row: number): Answer {
  const at = row * width;
  if (task === 'binary') {
    const score = values[at] as number;
    return { task, label: score >= 0.5 ? 1 : 0, score };
  }
  if (task === 'regression') return { task, value: values[at] as number };
  const probabilities: Record<string, number> = {};
  let label = '';
  (labels ?? []).forEach((name, i) => {
    const p = values[at + i] as number;
    probabilities[name] = p;
    if (label === '' || p > (probabilities[label] as number)) label = name;
  });
  return { task, label, probabilities };
}

/** The same choice as the evaluator's `answerOf`: score, value, else label. */
function streamValue(answer: Answer): number | string {
  return answer.task === 'binary'
    ? (answer.score ?? String(answer.label))
    : answer.task === 'regression'
      ? answer.value
      : answer.label;
}

class WideCounts {
  readonly #counts = new Map<string, { stream: string; start: number; scale: number; counts: number[] }>();

  add(stream: string, time: number, counts: readonly number[]): void {
    for (const scale of EVIDENCE_SCALES) {
      const start = paneStart(time, scale);
      const key = `${stream}\t${scale}\t${start}`;
      const own = this.#counts.get(key);
      if (own) counts.forEach((n, i) => (own.counts[i] = (own.counts[i] ?? 0) + n));
      else this.#counts.set(key, { stream, start, scale, counts: [...counts] });
    }
  }

  panes(): EvidencePane[] {
    return [...this.#counts.values()]
      .map(({ stream, start, scale, counts }) => ({
        kind: 'distribution' as const,
        stream,
        scale,
        start,
        n: counts.reduce((sum, n) => sum + n, 0),
        counts,
      }))
      .sort((a, b) =>
        a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.scale - b.scale || a.start - b.start,
      );
  }
}

function widened<P>(
  panes: ReadonlyMap<number, P>,
  scale: number,
  empty: () => P,
  merge: (into: P, from: P) => void,
): Map<number, P> {
  const wide = new Map<number, P>();
  for (const [time, pane] of [...panes].sort(([a], [b]) => a - b)) {
    const start = paneStart(time, scale);
    let own = wide.get(start);
    if (!own) wide.set(start, (own = empty()));
    merge(own, pane);
  }
  return wide;
}

function slot<K>(features: Map<K, FeatureCounts>, key: K): FeatureCounts {
  let feature = features.get(key);
  if (!feature) features.set(key, (feature = emptyFeature()));
  return feature;
}
