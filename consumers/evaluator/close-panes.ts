import { updateAdwinWithPane } from '../../detectors/adwin.js';
import type { EvidencePane } from '../../detectors/pane.js';
import { featureType } from '../../src/aggregates/feature-counts.js';
import type { OutcomePane } from '../../src/aggregates/outcome-pane.js';
import type { PredictionPane } from '../../src/aggregates/prediction-pane.js';
import { confusionMetrics } from '../../src/metrics/confusion.js';
import { serviceValues } from '../../src/metrics/pane-metrics.js';
import type { Policy } from '../../src/policy/policy.js';
import { EVIDENCE_SCALES, type Reference } from '../../src/policy/reference.js';
import { VOLUME_STREAM } from '../../src/policy/streams/stream-names.js';
import { BEFORE_TIME, END_OF_TIME, paneStart } from '../../src/stream/settings.js';
import { addJoined } from '../../src/why/index.js';
import { evidenceOfBase, type BaseEvidence } from './base-evidence.js';
import { addPredictionsToCohort } from './cohorts.js';
import { emitAlert, emitMetrics, emitPane, emitWeights, type Emitted } from './emit.js';
import { addToBatch } from './judge-batches.js';
import { judgeRules, ruleMetrics } from './judge-rules.js';
import { limitSegments } from './limit-segments.js';
import { isReplaced, markTraffic } from './lives.js';
import { versionOf, type ModelState, type OpenPane, type VersionState } from './model-state.js';
import type { OnMoment } from './moment.js';
import { compareNames } from './name-order.js';
import { inheritReference } from './own-references.js';
import { slideWindow, windowPane } from './rolling-window.js';
import { policyAt } from './policies.js';
import { performanceMetrics } from './performance.js';
import type { CloseSettings } from './close-settings.js';
import { keepSilence } from './keep-silence.js';
import { addToWide, closeWide } from './wide-panes.js';
import { hasWeightsOf, noteWeights, withoutAnswers } from './weights.js';
import { widthName } from './width-name.js';

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
  const { pane: width } = settings;
  const until = mark === END_OF_TIME ? END_OF_TIME : paneStart(mark, width);
  if (until <= model.closed[side]) return;
  const due = [...model.open.entries()]
    .filter(([, pane]) => pane.side === side && pane.start + width <= until)
    .sort(
      ([, a], [, b]) =>
        a.start - b.start || compareNames(a.version, b.version) || compareNames(a.segment, b.segment),
    );
  let quiet = model.closed[side];
  for (let first = 0; first < due.length;) {
    const start = due[first]?.[1].start ?? 0;
    let next = first;
    while (due[next]?.[1].start === start) next++;
    const together = due.slice(first, next);
    first = next;
    keepSilence(model, side, quiet, start, settings, out, onMoment);
    closeWide(model, side, start, out, onMoment, settings);
    onMoment('fast', start + width, closeTogether(model, together, settings, out));
    quiet = start + width;
  }
  // An end marker says that nothing follows: no silence begins with it.
  if (until < END_OF_TIME) keepSilence(model, side, quiet, until, settings, out, onMoment);
  closeWide(model, side, until, out, onMoment, settings);
  model.closed[side] = until;
}

/** Closes all base panes of one side that begin at one moment. */
function closeTogether(
  model: ModelState,
  all: readonly [string, OpenPane][],
  settings: CloseSettings,
  out: Emitted,
): ReadonlyMap<string, EvidencePane[]> {
  const together = limitSegments(model, all);
  const { policy, pane: width } = settings;
  for (const [, { side, segment, start, version: name }] of together) {
    if (side !== 'prediction' || segment !== '') continue;
    const version = versionOf(model, name, start);
    const isNew = version.seen === null;
    markTraffic(version, start, policy);
    if (isNew) inheritReference(model, version, start, policy);
  }
  const fast = new Map<string, EvidencePane[]>();
  // Whoever splits the traffic decides how much of it a version gets: while several are asked, that is no news, nor is it
  // when the last of them has taken over.
  const asked = new Set(
    together.filter(([, { side }]) => side === 'prediction').map(([, { version }]) => version),
  );
  const countsTraffic = asked.size < 2 && !policy.component;
  for (const [key, pane] of together) {
    model.open.delete(key);
    const version = closeBase(model, pane, settings, out);
    const { watch } = version;
    // Decided in event time: how long a watch is kept depends on the other clock.
    const isWatched = watch && pane.start >= watch.since && !isReplaced(model, version, pane.start + 1);
    const isAlike = isWatched ? hasWeightsOf(version, watch.reference, pane.start) : false;
    const evidence = isWatched ? evidenceIn(pane, width, watch.reference, isAlike) : NOTHING;
    if (isWatched && pane.prediction && pane.segment === '' && policy.cadence)
      addToBatch(version, watch.reference, policy.cadence, pane.start, evidence.unit);
    for (const wide of EVIDENCE_SCALES) addToWide(model, pane, wide, evidence.unit, policy);
    if (isWatched && isAlike && pane.outcome)
      addJoined(watch.joined, policy, pane.start, pane.segment, pane.outcome);
    const own = evidence.fast.filter(({ stream }) => countsTraffic || stream !== VOLUME_STREAM);
    if (own.length > 0) fast.set(pane.version, own);
  }
  return fast;
}

const NOTHING: BaseEvidence = { unit: [], fast: [] };

/** @param isAlike its answers are made with the weights of the reference, where there are several objectives */
function evidenceIn(pane: OpenPane, width: number, reference: Reference, isAlike: boolean): BaseEvidence {
  if (isAlike) return evidenceOfBase(pane, width, reference);
  return pane.prediction ? withoutAnswers(evidenceOfBase(pane, width, reference)) : NOTHING;
}

function closeBase(model: ModelState, pane: OpenPane, settings: CloseSettings, out: Emitted): VersionState {
  const end = pane.start + settings.pane;
  const version = versionOf(model, pane.version, pane.start);
  const weights =
    pane.prediction && pane.segment === ''
      ? noteWeights(model.model, version, pane.prediction, [pane.start, end])
      : null;
  if (weights) emitWeights(out, weights);
  emitPane(out, model.model, pane, end);
  const at = { model: model.model, version: pane.version, segment: pane.segment, start: pane.start, end };
  const resolution = widthName(settings.pane);
  if (pane.prediction) {
    if (pane.segment === '') {
      knowFeatures(model, pane, pane.prediction);
      addPredictionsToCohort(model.cohorts, pane.version, pane.start, pane.prediction.n, settings.cohorts);
    }
    const policy = policyAt(model, settings.policy, end);
    const shares = pane.segment === '' ? ruleMetrics(pane.prediction, policy) : null;
    emitMetrics(out, {
      ...at,
      side: 'prediction',
      resolution,
      n: pane.prediction.n,
      values: { ...serviceValues(pane.prediction), ...(weights && { weightsChanged: 1 }) },
      ...(shares && { features: shares }),
    });
    if (pane.segment === '') {
      const moment = { model, version, pane: pane.prediction, start: pane.start, end, policy };
      for (const alert of judgeRules(moment)) emitAlert(out, alert);
    }
  }
  if (pane.outcome) {
    const { costs } = policyAt(model, settings.policy, end);
    const { values, ...reasons } = performanceMetrics(model, pane, pane.outcome, costs);
    const marks: Record<string, number> = {};
    if (pane.segment === '' && model.task !== 'regression' && model.task !== 'ranking') {
      const { n, errors } = confusionMetrics(pane.outcome.confusion, 'binary');
      if (updateAdwinWithPane(version.adwin, { n, errors })) {
        version.adwinAt = end;
        marks['adwin'] = 1;
      }
    }
    emitMetrics(out, {
      ...at,
      side: 'outcome',
      resolution,
      n: pane.outcome.n,
      values: { ...values, ...marks },
      ...reasons,
    });
    if (pane.segment === '' && model.task)
      emitRolling(model, version, pane, pane.outcome, end, { ...settings.policy, costs }, out);
  }
  return version;
}

function knowFeatures(model: ModelState, { start, version }: OpenPane, { features }: PredictionPane): void {
  model.panes++;
  model.began ??= start;
  model.serving = version;
  for (const [name, feature] of features) {
    const type = featureType(feature);
    const known = model.features.get(name);
    if (type !== 'empty' && known !== type) {
      model.features.set(name, known === undefined || known === 'empty' ? type : 'mixed');
    } else if (known === undefined) model.features.set(name, type);
  }
}

/** Part of the window that must be there before a rolling value is said. */
const LEAST_PART = 0.1;

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
  slideWindow(version.rolling, pane, policy.rollingOutcomes);
  // A version's first few outcomes are not a rolling figure: one pane of nine flights would read as a collapse.
  if (version.rolling.n < LEAST_PART * policy.rollingOutcomes) return;
  const window = windowPane(version.rolling);
  emitMetrics(out, {
    model: model.model,
    version: version.version,
    segment: '',
    side: 'outcome',
    resolution: 'rolling',
    start,
    end,
    n: window.n,
    ...performanceMetrics(model, { version: version.version, segment: '', start }, window, policy.costs),
  });
}
