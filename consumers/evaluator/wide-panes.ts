import type { EvidencePane } from '../../detectors/pane.js';
import { emptyFeature } from '../../src/aggregates/feature-counts.js';
import { emptyHistogram, mergeHistogram } from '../../src/aggregates/numeric-histogram.js';
import { emptyOutcomePane, mergeOutcomePane, type OutcomePane } from '../../src/aggregates/outcome-pane.js';
import { emptyPredictionPane, type PredictionPane } from '../../src/aggregates/prediction-pane.js';
import { jensenShannonCorrected } from '../../src/distances/jensen-shannon.js';
import { populationStabilityIndex } from '../../src/distances/population-stability-index.js';
import { performanceValues, serviceValues } from '../../src/metrics/pane-metrics.js';
import { countsIn } from '../../src/policy/bins.js';
import { expectedLoss } from '../../src/policy/expected-loss.js';
import { EXPECTED_LOSS_STREAM, PREDICTION_STREAM } from '../../src/policy/reference.js';
import { paneStart } from '../../src/stream/settings.js';
import { expectedCounts, matchedReference } from './effect.js';
import { emitMetrics, type Emitted } from './emit.js';
import type { ModelState, OpenPane, VersionState, WidePane } from './model-state.js';
import { compareNames } from './name-order.js';
import { servingAt } from './retrain.js';
import { dataPanes, performancePanes } from './watch.js';
import { widthName } from './width-name.js';

/** Panes of one moment: everything of one side that ends at `end`, ready to be judged. */
export type OnMoment = (
  side: 'prediction' | 'outcome',
  end: number,
  panes: ReadonlyMap<string, EvidencePane[]>,
) => void;

/** Adds a closed base pane to the wider pane that it lies in. */
export function addToWide(model: ModelState, version: VersionState, pane: OpenPane, width: number): void {
  const start = paneStart(pane.start, width);
  const key = `${pane.side}\t${start}\t${width}\t${pane.version}\t${pane.segment}`;
  let wide = model.wide.get(key);
  if (!wide) {
    wide = {
      side: pane.side,
      version: pane.version,
      segment: pane.segment,
      start,
      width,
      prediction: pane.prediction ? emptyPredictionPane() : null,
      outcome: pane.outcome ? emptyOutcomePane() : null,
      counts: new Map(),
    };
    model.wide.set(key, wide);
  }
  if (pane.outcome) mergeOutcomePane(wide.outcome as OutcomePane, pane.outcome);
  if (pane.prediction) addService(wide.prediction as PredictionPane, pane.prediction);
  if (!pane.prediction || pane.segment !== '' || !version.watch) return;
  // Decided in event time: how long the watch is kept depends on the other clock.
  if (servingAt(model, pane.start + 1) === version.version) addCounts(wide, pane.prediction, version);
}

/** Volume, failures, latency and answers; the features go on as counts in the reference's bins. */
function addService(into: PredictionPane, from: PredictionPane): void {
  into.n += from.n;
  for (const [code, n] of from.failures) into.failures.set(code, (into.failures.get(code) ?? 0) + n);
  mergeHistogram(into.latency, from.latency);
  const score = from.answers.get('score')?.numeric;
  if (!score) return;
  let own = into.answers.get('score');
  if (!own) into.answers.set('score', (own = emptyFeature()));
  mergeHistogram((own.numeric ??= emptyHistogram()), score);
}

function addCounts(wide: WidePane, pane: PredictionPane, version: VersionState): void {
  for (const [stream, bins] of Object.entries(version.watch?.reference.bins ?? {})) {
    const feature = stream === PREDICTION_STREAM ? answerOf(pane) : pane.features.get(stream);
    const counts = countsIn(bins, feature);
    const total = wide.counts.get(stream);
    if (total) counts.forEach((n, i) => (total[i] = (total[i] ?? 0) + n));
    else wide.counts.set(stream, counts);
  }
}

/** What stands for the model's answer as a distribution: the score where there is one. */
export function answerOf(pane: PredictionPane) {
  return pane.answers.get('score') ?? pane.answers.get('value') ?? pane.answers.get('label');
}

/** Closes the wider panes that end by `until`, moment by moment. */
export function closeWide(
  model: ModelState,
  side: 'prediction' | 'outcome',
  until: number,
  out: Emitted,
  onMoment: OnMoment,
): void {
  const due = [...model.wide.entries()]
    .filter(([, wide]) => wide.side === side && wide.start + wide.width <= until)
    .sort(
      ([, a], [, b]) =>
        a.start + a.width - (b.start + b.width) ||
        a.width - b.width ||
        compareNames(a.version, b.version) ||
        compareNames(a.segment, b.segment),
    );
  let end: number | null = null;
  let panes = new Map<string, EvidencePane[]>();
  for (const [key, wide] of due) {
    const ends = wide.start + wide.width;
    if (end !== null && ends !== end) {
      onMoment(side, end, panes);
      panes = new Map();
    }
    end = ends;
    model.wide.delete(key);
    emitWide(model, wide, ends, out);
    if (wide.segment === '')
      panes.set(wide.version, [...(panes.get(wide.version) ?? []), ...evidenceOf(model, wide)]);
  }
  if (end !== null) onMoment(side, end, panes);
}

function evidenceOf(model: ModelState, wide: WidePane): EvidencePane[] {
  const watch = model.versions.get(wide.version)?.watch;
  if (!watch || wide.start < watch.since) return [];
  if (wide.outcome) return performancePanes(wide.outcome, wide.start, wide.width);
  const panes = dataPanes(wide);
  const scores = wide.prediction?.answers.get('score')?.numeric;
  if (scores && scores.n > 0) {
    panes.push({
      kind: 'mean',
      stream: EXPECTED_LOSS_STREAM,
      scale: wide.width,
      start: wide.start,
      ...expectedLoss(scores),
    });
  }
  return panes;
}

function emitWide(model: ModelState, wide: WidePane, end: number, out: Emitted): void {
  const at = {
    model: model.model,
    version: wide.version,
    segment: wide.segment,
    side: wide.side,
    start: wide.start,
    end,
  };
  const resolution = widthName(wide.width);
  if (wide.outcome) {
    const values = model.task ? performanceValues(wide.outcome, model.task) : {};
    emitMetrics(out, { ...at, resolution, n: wide.outcome.n, values });
  }
  if (!wide.prediction) return;
  const features: Record<string, Record<string, number>> = {};
  const reference = model.versions.get(wide.version)?.watch?.reference;
  for (const [stream, counts] of wide.counts) {
    const n = counts.reduce((sum, count) => sum + count, 0);
    const panes = reference?.data.filter((p) => p.stream === stream && p.scale === wide.width) ?? [];
    const then = expectedCounts(matchedReference([{ start: wide.start, n }], panes));
    if (n === 0 || then.every((count) => count === 0)) continue;
    features[stream] = {
      js: jensenShannonCorrected(counts, then),
      psi: populationStabilityIndex(counts, then),
      n,
    };
  }
  emitMetrics(out, {
    ...at,
    resolution,
    n: wide.prediction.n,
    values: serviceValues(wide.prediction),
    ...(Object.keys(features).length > 0 && { features }),
  });
}
