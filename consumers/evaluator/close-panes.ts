import { updateAdwinWithPane } from '../../detectors/adwin.js';
import type { EvidencePane } from '../../detectors/pane.js';
import { emptyFeature, featureType } from '../../src/aggregates/feature-counts.js';
import { emptyHistogram, mergeHistogram } from '../../src/aggregates/numeric-histogram.js';
import { emptyOutcomePane, mergeOutcomePane, type OutcomePane } from '../../src/aggregates/outcome-pane.js';
import { emptyPredictionPane, type PredictionPane } from '../../src/aggregates/prediction-pane.js';
import { jensenShannonCorrected } from '../../src/distances/jensen-shannon.js';
import { populationStabilityIndex } from '../../src/distances/population-stability-index.js';
import { confusionMetrics } from '../../src/metrics/confusion.js';
import { performanceValues, serviceValues } from '../../src/metrics/pane-metrics.js';
import { countsIn } from '../../src/policy/bins.js';
import { expectedLoss } from '../../src/policy/expected-loss.js';
import type { Policy } from '../../src/policy/policy.js';
import { EVIDENCE_SCALES, EXPECTED_LOSS_STREAM, PREDICTION_STREAM } from '../../src/policy/reference.js';
import { BEFORE_TIME, END_OF_TIME, paneStart } from '../../src/stream/settings.js';
import { expectedCounts, matchedReference } from './effect.js';
import { emitMetrics, emitPane, type Emitted } from './emit.js';
import {
  versionOf,
  type ModelState,
  type OpenPane,
  type VersionState,
  type WidePane,
} from './model-state.js';
import { dataPanes, performancePanes } from './watch.js';

export interface CloseSettings {
  readonly pane: number;
  readonly policy: Policy;
}

/** Panes of one moment: everything of one side that ends at `end`, ready to be judged. */
export type OnMoment = (
  side: 'prediction' | 'outcome',
  end: number,
  panes: ReadonlyMap<string, EvidencePane[]>,
) => void;

/**
 * Closes what the watermark has passed, in the order of event time: base panes by start, then the wider panes that end
 * before the next base pane starts. The order does not depend on how far one step has moved the watermark.
 */
export function closePanes(
  model: ModelState,
  side: 'prediction' | 'outcome',
  mark: number,
  settings: CloseSettings,
  out: Emitted,
  onMoment: OnMoment,
): void {
  if (mark === BEFORE_TIME) return;
  const until = mark === END_OF_TIME ? END_OF_TIME : paneStart(mark, settings.pane);
  if (until <= model.closed[side]) return;
  const due = [...model.open.entries()]
    .filter(([, pane]) => pane.side === side && pane.start + settings.pane <= until)
    .sort(
      ([, a], [, b]) => a.start - b.start || compare(a.version, b.version) || compare(a.segment, b.segment),
    );
  for (const [key, pane] of due) {
    closeWide(model, side, pane.start, out, onMoment);
    model.open.delete(key);
    closeBase(model, pane, settings, out);
  }
  closeWide(model, side, until, out, onMoment);
  model.closed[side] = until;
}

function closeBase(model: ModelState, pane: OpenPane, settings: CloseSettings, out: Emitted): void {
  const end = pane.start + settings.pane;
  const version = versionOf(model, pane.version, pane.start);
  emitPane(out, model.model, pane, end);
  const at = { model: model.model, version: pane.version, segment: pane.segment, start: pane.start, end };
  const resolution = widthName(settings.pane);
  if (pane.prediction) {
    if (pane.segment === '') {
      model.panes++;
      model.began ??= pane.start;
      model.serving = pane.version;
      for (const [name, feature] of pane.prediction.features) {
        const type = featureType(feature);
        const known = model.features.get(name);
        if (type !== 'empty' && known !== type)
          model.features.set(name, known === undefined || known === 'empty' ? type : 'mixed');
        else if (known === undefined) model.features.set(name, type);
      }
    }
    emitMetrics(out, {
      ...at,
      side: 'prediction',
      resolution,
      n: pane.prediction.n,
      values: serviceValues(pane.prediction),
    });
  }
  if (pane.outcome) {
    const values = model.task ? performanceValues(pane.outcome, model.task) : {};
    if (pane.segment === '' && model.task !== 'regression') {
      const { n, errors } = confusionMetrics(pane.outcome.confusion, 'binary');
      if (updateAdwinWithPane(version.adwin, { n, errors })) {
        version.adwinAt = end;
        values['adwin'] = 1;
      }
    }
    emitMetrics(out, { ...at, side: 'outcome', resolution, n: pane.outcome.n, values });
    if (pane.segment === '' && model.task)
      emitRolling(model, version, pane, pane.outcome, end, settings.policy, out);
  }
  for (const width of EVIDENCE_SCALES) addToWide(model, version, pane, width);
}

/** The rolling window: the shortest suffix of closed outcome panes that holds at least so many outcomes. */
function emitRolling(
  model: ModelState,
  version: VersionState,
  { start }: OpenPane,
  pane: OutcomePane,
  end: number,
  policy: Policy,
  out: Emitted,
): void {
  version.recent.push({ start, pane });
  let n = 0;
  let first = version.recent.length;
  while (first > 0 && n < policy.rollingOutcomes) n += version.recent[--first]?.pane.n ?? 0;
  version.recent.splice(0, first);
  const window = emptyOutcomePane();
  for (const recent of version.recent) mergeOutcomePane(window, recent.pane);
  emitMetrics(out, {
    model: model.model,
    version: version.version,
    segment: '',
    side: 'outcome',
    resolution: 'rolling',
    start,
    end,
    n: window.n,
    values: model.task ? performanceValues(window, model.task) : {},
  });
}

function addToWide(model: ModelState, version: VersionState, pane: OpenPane, width: number): void {
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
  if (pane.prediction && pane.segment === '' && version.watch) addCounts(wide, pane.prediction, version);
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

function closeWide(
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
        compare(a.version, b.version) ||
        compare(a.segment, b.segment),
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

/** `5m`, `1h`, `24h`: the name of a pane's width. */
export function widthName(width: number): string {
  return width % 3_600_000 === 0 ? `${width / 3_600_000}h` : `${width / 60_000}m`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
