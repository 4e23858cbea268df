import type { EvidencePane } from '../../detectors/pane.js';
import { mergeFeatures } from '../../src/aggregates/feature-counts.js';
import { mergeHistogram } from '../../src/aggregates/numeric-histogram.js';
import { emptyOutcomePane, mergeHowRight, type OutcomePane } from '../../src/aggregates/outcome-pane.js';
import { emptyPredictionPane, type PredictionPane } from '../../src/aggregates/prediction-pane.js';
import { jensenShannonCorrected } from '../../src/distances/jensen-shannon.js';
import { populationStabilityIndex } from '../../src/distances/population-stability-index.js';
import { estimatedValues } from '../../src/estimates/estimated-values.js';
import { serviceValues } from '../../src/metrics/pane-metrics.js';
import type { Policy } from '../../src/policy/policy.js';
import { EVIDENCE_SCALES } from '../../src/policy/reference.js';
import { addPane } from '../../src/policy/streams/add-panes.js';
import { subjectOf } from '../../src/policy/streams/stream-names.js';
import { widePaneStart, type Units } from '../../src/policy/units.js';
import { expectedCounts, matchedReference } from './matched-reference.js';
import { emitMetrics, type Emitted } from './emit.js';
import { fairnessOfDay, gapOfDay, type FairnessSettings } from './fairness.js';
import type { ModelState, OpenPane, WidePane } from './model-state.js';
import type { OnMoment } from './moment.js';
import { compareNames } from './name-order.js';
import { performanceMetrics, rememberDay } from './performance.js';
import { policyAt } from './policies.js';
import { hasWeightsOf } from './weights.js';
import { widthName } from './width-name.js';

/** Adds a closed base pane to the wider pane that it lies in. */
export function addToWide(
  model: ModelState,
  pane: OpenPane,
  width: number,
  evidence: readonly EvidencePane[],
  units: Units,
): void {
  const start = widePaneStart(units, pane.start, width);
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
      evidence: new Map(),
    };
    model.wide.set(key, wide);
  }
  if (pane.outcome) mergeHowRight(wide.outcome as OutcomePane, pane.outcome);
  if (pane.prediction) addService(wide.prediction as PredictionPane, pane.prediction);
  for (const one of evidence) addPane(wide.evidence, one, { start, scale: width });
}

/** Volume, failures and latency; answers, from which performance is estimated. */
function addService(into: PredictionPane, from: PredictionPane): void {
  into.n += from.n;
  into.failed += from.failed;
  for (const [code, n] of from.failures) into.failures.set(code, (into.failures.get(code) ?? 0) + n);
  mergeHistogram(into.latency, from.latency);
  mergeFeatures(into.answers, from.answers);
}

/** What the file says of the model, as far as wide panes tell of it. */
export interface WideSettings {
  readonly policy: Policy;
  readonly fairness?: FairnessSettings;
}

/** Closes the wider panes that end by `until`, moment by moment. */
export function closeWide(
  model: ModelState,
  side: 'prediction' | 'outcome',
  until: number,
  out: Emitted,
  onMoment: OnMoment,
  settings: WideSettings,
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
      onMoment('unit', end, panes);
      panes = new Map();
    }
    end = ends;
    model.wide.delete(key);
    emitWide(model, wide, ends, out, settings);
    const evidence = [
      ...evidenceOf(model, wide),
      ...(isAlike(model, wide, ends) ? gapOfDay(model, wide, settings.fairness) : []),
    ];
    if (evidence.length > 0) panes.set(wide.version, [...(panes.get(wide.version) ?? []), ...evidence]);
  }
  if (end !== null) onMoment('unit', end, panes);
}

/** Its answers were made with the weights of the reference, from the first pane to the last. */
function isAlike(model: ModelState, { version: name, start }: WidePane, end: number): boolean {
  const version = model.versions.get(name);
  const reference = version?.watch?.reference;
  if (!version || !reference) return true;
  return hasWeightsOf(version, reference, start) && hasWeightsOf(version, reference, end - 1);
}

/** Whole days only: those that began before the watch are not. */
function evidenceOf(model: ModelState, { version, start, evidence }: WidePane): EvidencePane[] {
  const watch = model.versions.get(version)?.watch;
  return watch && start >= watch.since ? [...evidence.values()] : [];
}

function emitWide(
  model: ModelState,
  wide: WidePane,
  end: number,
  out: Emitted,
  { fairness, policy }: WideSettings,
): void {
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
    emitMetrics(out, {
      ...at,
      resolution,
      n: wide.outcome.n,
      ...performanceMetrics(model, wide, wide.outcome, policyAt(model, policy, end).costs),
    });
    rememberDay(model, wide);
    const gaps = fairnessOfDay(model, wide, fairness);
    if (gaps) emitMetrics(out, { ...at, resolution, n: wide.outcome.n, ...gaps });
  }
  if (!wide.prediction) return;
  const features: Record<string, Record<string, number>> = {};
  const reference = model.versions.get(wide.version)?.watch?.reference;
  for (const pane of wide.evidence.values()) {
    if (pane.kind !== 'distribution' || pane.n === 0) continue;
    const subject = subjectOf(pane.stream);
    const panes = reference?.data.filter((p) => p.stream === pane.stream && p.scale === wide.width) ?? [];
    const then = expectedCounts(matchedReference([pane], panes));
    if (then.every((count) => count === 0)) continue;
    features[subject.about === 'input' ? subject.feature : pane.stream] = {
      js: jensenShannonCorrected(pane.counts, then),
      psi: populationStabilityIndex(pane.counts, then),
      n: pane.n,
    };
  }
  emitMetrics(out, {
    ...at,
    resolution,
    n: wide.prediction.n,
    values: { ...serviceValues(wide.prediction), ...estimatesOf(model, wide, wide.prediction) },
    ...(Object.keys(features).length > 0 && { features }),
  });
}

/** Of whole days of all rows: what was learned of the variation from pane to pane is that of days. */
function estimatesOf(
  model: ModelState,
  { version, segment, start, width }: WidePane,
  pane: PredictionPane,
): Readonly<Record<string, number>> {
  const watch = model.versions.get(version)?.watch;
  const estimator = watch && start >= watch.since ? watch.reference.estimator : null;
  if (!estimator || segment !== '' || width !== Math.max(...EVIDENCE_SCALES)) return {};
  return estimatedValues(pane, estimator);
}
