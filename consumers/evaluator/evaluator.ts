import type { NewRecord } from '../../src/log/port.js';
import type { ProfileRecord, ReferenceMirror } from '../../src/records/profile.js';
import { EVERYBODY, type CommandRecord } from '../../src/records/command.js';
import type { ModelRecord } from '../../src/records/feed.js';
import type { Policy } from '../../src/policy/policy.js';
import { EVIDENCE_SCALES, type Reference } from '../../src/policy/reference.js';
import { BEFORE_TIME, END_OF_TIME, type StreamSettings } from '../../src/stream/settings.js';
import { decidedBy } from '../../src/config/policy-text.js';
import type { DecidedPolicy } from '../../src/policy/from-settings.js';
import { isOpen, moveAlert } from './alerts.js';
import { unitStart } from '../../src/policy/units.js';
import type { CohortSettings } from '../../src/estimates/revisions.js';
import { closePanes } from './close-panes.js';
import type { CloseSettings } from './close-settings.js';
import { dueRevisions } from './cohorts.js';
import { emitAlert, emitMetrics, emitRequest, emitStatus, type Emitted } from './emit.js';
import { judge, replace } from './judge.js';
import { judgeBatch } from './judge-batches.js';
import { comparedGap, type FairnessSettings } from './fairness.js';
import { isInService, isReplaced, servingAt } from './lives.js';
import { emptyModel, versionOf, type ModelState, type TrackName } from './model-state.js';
import type { Moment } from './moment.js';
import {
  askForReferences,
  awaitedReferences,
  firstUnitOf,
  takeOwnReference,
  unitsSince,
} from './own-references.js';
import { obeyUnits, refusalText, watchFrom } from './own-units.js';
import { forgetBefore } from './recent-panes.js';
import {
  forgetPolicies,
  policyAt,
  policyStatus,
  startPolicies,
  takeEverybodysPolicy,
  takeOwnPolicy,
} from './policies.js';
import { decideRetraining, forgetCovers } from './retrain.js';
import { forgetSilences } from './silences.js';
import { takeWordOnAlerts } from './take-command.js';
import { countsWeeks } from './weekly-panes.js';
import { takeDelta, takeTick, watermarks } from './take-in.js';
import { calibrationOf } from './watch.js';
import { hasWeightsOf } from './weights.js';

/**
 * The evaluator: merges deltas, closes panes on watermarks, weighs evidence and effect, decides alerts and retraining. It
 * has one input, `profiles`, which holds everything it must know in one order. Pure: no clock, no I/O.
 */
export interface EvaluatorState {
  models: Map<string, ModelState>;
  /** What has been decided for every model without a policy of its own; null: nothing yet. */
  everybody: DecidedPolicy | null;
}

export interface EvaluatorSettings extends Pick<StreamSettings, 'partitions'> {
  readonly paneOf: (model: string) => number;
  /** How the profiler puts predictions into cohorts. */
  readonly cohortsOf: (model: string) => CohortSettings;
  readonly policyOf: (model: string) => Policy;
  /** Groups that the model should treat alike; undefined: none are named. */
  readonly fairnessOf?: (model: string) => FairnessSettings | undefined;
}

const WIDEST = Math.max(...EVIDENCE_SCALES);

/** Alerts and requests beyond this many, oldest first, live on in the log only. */
const MAX_CLOSED_ALERTS = 200;

export function emptyEvaluator(): EvaluatorState {
  return { models: new Map(), everybody: null };
}

export function evaluate(
  state: EvaluatorState,
  records: readonly ProfileRecord[],
  settings: EvaluatorSettings,
): NewRecord[] {
  const out: Emitted = { records: [] };
  const touched = new Set<ModelState>();
  for (const record of records) {
    // Mirrors of earlier versions say it in the command only.
    const name = record.kind === 'command' ? record.command.model : record.model;
    if (record.kind === 'command' && name === EVERYBODY) {
      takeForEverybody(state, record.command, settings);
      continue;
    }
    let model = state.models.get(name);
    if (!model) {
      state.models.set(name, (model = emptyModel(name, settings.partitions)));
      startPolicies(model, state.everybody);
    }
    if (!touched.has(model)) obeyUnits(model, settings.policyOf(name));
    touched.add(model);
    switch (record.kind) {
      case 'delta':
        takeDelta(model, record, settings.cohortsOf(name));
        break;
      case 'tick':
        takeTick(model, record);
        break;
      case 'reference':
        takeReference(model, record, newestPolicy(model, settings));
        break;
      case 'model-change':
        takeModel(model, record.change, newestPolicy(model, settings));
        break;
      case 'command':
        takeCommand(model, record.command, state, settings, out);
        break;
    }
    if (record.kind === 'delta' || record.kind === 'tick') advance(model, settings, out);
  }
  for (const model of touched) report(model, settings, out);
  return out.records;
}

function advance(model: ModelState, settings: EvaluatorSettings, out: Emitted): void {
  const configured = settings.policyOf(model.model);
  const fairness = settings.fairnessOf?.(model.model);
  const close = {
    pane: settings.paneOf(model.model),
    policy: configured,
    cohorts: settings.cohortsOf(model.model),
    ...(fairness && { fairness }),
  };
  const marks = watermarks(model);
  for (const side of ['prediction', 'outcome'] as const) {
    closePanes(model, side, marks[side], close, out, (speed, end, panes) => {
      const policy = policyAt(model, configured, end);
      const track: TrackName = side === 'prediction' ? 'data' : 'performance';
      for (const version of model.versions.values()) {
        const { watch } = version;
        // Only versions in service at that event time: both clocks then see the same life of a version.
        if (!watch || end <= watch.since || !isInService(model, version, end, policy)) continue;
        const moment: Moment = { model, version, watch, track, speed, end, policy };
        for (const alert of judge(moment, panes.get(version.version) ?? [])) emitAlert(out, alert);
        if (track === 'data' && speed === 'fast')
          for (const alert of judgeBatch(moment)) emitAlert(out, alert);
      }
      if (side === 'outcome' && speed === 'unit') afterOutcomes(model, end, { ...close, policy }, out);
    });
  }
  tellCohorts(model, marks.outcome, close, out);
  model.ended ||= marks.outcome === END_OF_TIME;
}

/** Performance by prediction time, as far as outcomes have come: a clockwork of its own, behind both watermarks. */
function tellCohorts(model: ModelState, mark: number, { cohorts }: CloseSettings, out: Emitted): void {
  if (mark <= model.revised || !model.task) return;
  for (const revision of dueRevisions(model.cohorts, model.task, mark, cohorts)) {
    emitMetrics(out, { model: model.model, ...revision });
  }
  model.revised = mark;
}

/** What only the slower clock decides: who is in force, retraining, and what can be forgotten. */
function afterOutcomes(
  model: ModelState,
  end: number,
  { pane, policy, fairness }: CloseSettings,
  out: Emitted,
): void {
  for (const alert of model.alerts) {
    const version = model.versions.get(alert.version);
    if (!isOpen(alert) || alert.firedAt > end) continue;
    if (version && isInService(model, version, end, policy)) continue;
    const superseded = moveAlert(alert, 'superseded', { at: end });
    if (superseded) emitAlert(out, replace(model, superseded));
  }
  // The predictions' clock may be behind: panes that began while a version was in force still need its reference.
  const settled = end - WIDEST;
  for (const version of model.versions.values()) {
    if (!version.watch) continue;
    if (version.from < settled && isReplaced(model, version, settled)) version.watch = null;
    else forgetBefore(version.watch, end, policy);
  }
  const request = decideRetraining(model, end, policy, fairness);
  if (request) emitRequest(out, request);
  // A promotion may be on its way, and bring a reference along.
  else for (const own of askForReferences(model, end, pane, policy, fairness)) emitRequest(out, own);
  forgetCovers(model, end, policy);
  forgetPolicies(model, settled);
  forgetSilences(model, Math.min(end, model.closed.prediction));
  const closed = model.alerts.filter((a) => !isOpen(a));
  if (closed.length > MAX_CLOSED_ALERTS) {
    const drop = new Set(closed.slice(0, closed.length - MAX_CLOSED_ALERTS));
    model.alerts = model.alerts.filter((a) => !drop.has(a));
  }
}

/** It waits for its promotion, unless it is that of a version that is in service anyway. */
function takeReference(model: ModelState, record: ReferenceMirror, policy: Policy): void {
  const { reference, effectiveFrom = null } = record;
  if (effectiveFrom === null) model.references.set(reference.id, reference);
  else takeOwnReference(model, record, effectiveFrom, policy);
}

function takeModel(model: ModelState, change: ModelRecord, policy: Policy): void {
  if (!change.promoted) return;
  const version = versionOf(model, change.version, change.effectiveFrom);
  version.from = change.effectiveFrom;
  version.promoted = true;
  const reference: Reference | undefined =
    change.reference === null ? undefined : model.references.get(change.reference);
  if (reference) {
    watchFrom(version, reference, change.effectiveFrom, policy);
    model.references.delete(reference.id);
  }
}

/** What people decide is obeyed from here on: alerts that have fired, and their ids, stay what they are. */
function takeCommand(
  model: ModelState,
  command: CommandRecord,
  { everybody }: EvaluatorState,
  settings: EvaluatorSettings,
  out: Emitted,
): void {
  switch (command.action) {
    case 'retrain':
      // A score is trained with the model that weighs it: servers refuse such a wish, and nobody would grant it here.
      if (!settings.policyOf(model.model).component) model.commands.push(command);
      break;
    case 'policy':
      takeOwnPolicy(model, command, everybody, settings.policyOf(model.model));
      break;
    case 'acknowledge':
    case 'mark':
    case 'silence':
      takeWordOnAlerts(model, command, out);
      break;
  }
}

function takeForEverybody(
  state: EvaluatorState,
  command: CommandRecord,
  { policyOf }: EvaluatorSettings,
): void {
  if (command.action !== 'policy') return;
  state.everybody = command.settings && decidedBy(command.settings);
  takeEverybodysPolicy(state.models.values(), state.everybody, policyOf);
}

/** The one that will be in force when what has just come begins. */
function newestPolicy(model: ModelState, settings: EvaluatorSettings): Policy {
  return policyAt(model, settings.policyOf(model.model), END_OF_TIME);
}

function report(model: ModelState, settings: EvaluatorSettings, out: Emitted): void {
  const configured = settings.policyOf(model.model);
  const until = model.closed.outcome;
  const serving = until === BEFORE_TIME ? model.serving : servingAt(model, until);
  emitStatus(out, {
    model: model.model,
    task: model.task,
    ...(configured.component && { component: true }),
    decidedUntil: until === BEFORE_TIME || until === END_OF_TIME ? null : until,
    ended: model.ended,
    requests: model.requests.map(({ id }) => id),
    awaited: awaitedReferences(model),
    books: structuredClone(model.books),
    version: serving,
    readiness: readinessOf(
      model,
      serving,
      policyAt(model, configured, until),
      settings.fairnessOf?.(model.model),
    ),
    policy: policyStatus(model, configured, until),
    features: Object.fromEntries([...model.features.entries()].sort(([a], [b]) => (a < b ? -1 : 1))),
    panes: model.panes,
  });
}

function readinessOf(
  model: ModelState,
  serving: string,
  policy: Policy,
  fairness: FairnessSettings | undefined,
): string {
  const own = model.versions.get(serving);
  const watch = own?.watch;
  const { rangeUnits } = policy.retraining;
  if (!watch) {
    if (model.began === null) return 'no closed pane yet';
    const version = model.versions.get(serving);
    if (!version) return 'no closed pane yet';
    const refusal = refusalText(version, policy);
    if (version.promoted && refusal) return `not watched: ${refusal}`;
    const first = firstUnitOf(model, version, policy, model.closed.outcome);
    const until = unitStart(policy, model.closed.outcome);
    const units = Math.min(rangeUnits, unitsSince(version, first, until, policy));
    const readyAt = Math.max(first, until) + (rangeUnits - units) * policy.unit;
    const when =
      units < rangeUnits && until < END_OF_TIME
        ? `; verdicts from about ${dateOf(readyAt + (policy.zoneOffset ?? 0))}`
        : '';
    const counted = `collecting a reference: ${units} of ${rangeUnits} ${countsWeeks(policy) ? 'weeks' : 'units'}${when}`;
    return refusal ? `${counted}; ${refusal}` : counted;
  }
  const isAlike = !own || hasWeightsOf(own, watch.reference, model.closed.outcome);
  const tracks = (isAlike ? (['data', 'performance'] as const) : (['data'] as const)).map((name) => {
    const { ready, refusals } = calibrationOf(watch.reference, name, policy);
    const refused = refusals.map(({ stream, reason }) => ` (${stream}: ${reason})`).join('');
    return `${name} ${ready ? 'watched' : 'not ready'}${refused}`;
  });
  const gap =
    !fairness || comparedGap(watch.reference, fairness)
      ? ''
      : `; the gap of ${fairness.attribute} is not: the reference compares no two large groups of it by ${fairness.criterion}`;
  const weights = isAlike
    ? ''
    : '; answers and performance are not: their weights have changed, and a reference with the new ones is collected';
  return `${tracks.join('; ')}${gap}${weights}${watch.inherited ? '; held against the version before until it has a reference of its own' : ''}`;
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
