import type { NewRecord } from '../../src/log/port.js';
import type { ProfileRecord } from '../../src/records/profile.js';
import type { CommandRecord, ModelRecord } from '../../src/records/feed.js';
import type { Policy } from '../../src/policy/policy.js';
import { EVIDENCE_SCALES, type Reference } from '../../src/policy/reference.js';
import { BEFORE_TIME, END_OF_TIME, type StreamSettings } from '../../src/stream/settings.js';
import { isOpen, moveAlert } from './alerts.js';
import { closePanes } from './close-panes.js';
import { emitAlert, emitRequest, emitStatus, type Emitted } from './emit.js';
import { forgetBefore, judge, replace } from './judge.js';
import { emptyModel, versionOf, type ModelState, type TrackName } from './model-state.js';
import { decideRetraining, forgetCovers, servingAt } from './retrain.js';
import { takeDelta, takeTick, watermarks } from './take-in.js';
import { calibrationOf, startWatch } from './watch.js';

/**
 * The evaluator: merges deltas, closes panes on watermarks, weighs evidence and effect, decides alerts and retraining. It
 * has one input, `profiles`, which holds everything it must know in one order. Pure: no clock, no I/O.
 */
export interface EvaluatorState {
  models: Map<string, ModelState>;
}

export interface EvaluatorSettings extends Pick<StreamSettings, 'partitions'> {
  readonly paneOf: (model: string) => number;
  readonly policyOf: (model: string) => Policy;
}

const WIDEST = Math.max(...EVIDENCE_SCALES);

/** Alerts and requests beyond this many, oldest first, live on in the log only. */
const MAX_CLOSED_ALERTS = 200;

export function emptyEvaluator(): EvaluatorState {
  return { models: new Map() };
}

export function evaluate(
  state: EvaluatorState,
  records: readonly ProfileRecord[],
  settings: EvaluatorSettings,
): NewRecord[] {
  const out: Emitted = { records: [] };
  const touched = new Set<ModelState>();
  for (const record of records) {
    let model = state.models.get(record.model);
    if (!model) state.models.set(record.model, (model = emptyModel(record.model, settings.partitions)));
    touched.add(model);
    switch (record.kind) {
      case 'delta':
        takeDelta(model, record);
        break;
      case 'tick':
        takeTick(model, record);
        break;
      case 'reference':
        model.references.set(record.reference.id, record.reference);
        break;
      case 'model-change':
        takeModel(model, record.change, settings.policyOf(model.model));
        break;
      case 'command':
        takeCommand(model, record.command, out);
        break;
    }
    if (record.kind === 'delta' || record.kind === 'tick') advance(model, settings, out);
  }
  for (const model of touched) report(model, settings, out);
  return out.records;
}

function advance(model: ModelState, settings: EvaluatorSettings, out: Emitted): void {
  const policy = settings.policyOf(model.model);
  const close = { pane: settings.paneOf(model.model), policy };
  const marks = watermarks(model);
  for (const side of ['prediction', 'outcome'] as const) {
    closePanes(model, side, marks[side], close, out, (_, end, panes) => {
      const track: TrackName = side === 'prediction' ? 'data' : 'performance';
      for (const version of model.versions.values()) {
        const watch = version.watch;
        // Only the version in force at that event time: both clocks then see the same life of a version.
        if (!watch || end <= watch.since || version.version !== servingAt(model, end)) continue;
        for (const alert of judge(
          model,
          version,
          watch,
          track,
          panes.get(version.version) ?? [],
          end,
          policy,
        )) {
          emitAlert(out, alert);
        }
      }
      if (side === 'outcome') afterOutcomes(model, end, policy, out);
    });
  }
  model.ended ||= marks.outcome === END_OF_TIME;
}

/** What only the slower clock decides: who is in force, retraining, and what can be forgotten. */
function afterOutcomes(model: ModelState, end: number, policy: Policy, out: Emitted): void {
  const serving = servingAt(model, end);
  for (const alert of model.alerts) {
    if (!isOpen(alert) || alert.version === serving || alert.firedAt > end) continue;
    const superseded = moveAlert(alert, 'superseded', { at: end });
    if (superseded) emitAlert(out, replace(model, superseded));
  }
  // The predictions' clock may be behind: panes that began while a version was in force still need its reference.
  const settled = end - WIDEST;
  for (const version of model.versions.values()) {
    if (!version.watch) continue;
    if (version.from < settled && version.version !== servingAt(model, settled)) version.watch = null;
    else forgetBefore(version.watch, end, policy);
  }
  const request = decideRetraining(model, end, policy);
  if (request) emitRequest(out, request);
  forgetCovers(model, end, policy);
  const closed = model.alerts.filter((a) => !isOpen(a));
  if (closed.length > MAX_CLOSED_ALERTS) {
    const drop = new Set(closed.slice(0, closed.length - MAX_CLOSED_ALERTS));
    model.alerts = model.alerts.filter((a) => !drop.has(a));
  }
}

function takeModel(model: ModelState, change: ModelRecord, policy: Policy): void {
  if (!change.promoted) return;
  const version = versionOf(model, change.version, change.effectiveFrom);
  version.from = change.effectiveFrom;
  const reference: Reference | undefined =
    change.reference === null ? undefined : model.references.get(change.reference);
  if (reference) {
    version.watch = startWatch(reference, change.effectiveFrom, policy);
    model.references.delete(reference.id);
  }
}

/** Commands change the life of an alert or wish for a training; never detection, never an id. */
function takeCommand(model: ModelState, command: CommandRecord, out: Emitted): void {
  if (command.action === 'retrain') {
    model.commands.push(command);
    return;
  }
  const alert = model.alerts.find(({ id }) => id === command.alert);
  const moved = alert && moveAlert(alert, 'acknowledged', { by: command.by });
  if (moved) emitAlert(out, replace(model, moved));
}

function report(model: ModelState, settings: EvaluatorSettings, out: Emitted): void {
  const until = model.closed.outcome;
  const serving = until === BEFORE_TIME ? model.serving : servingAt(model, until);
  emitStatus(out, {
    model: model.model,
    task: model.task,
    decidedUntil: until === BEFORE_TIME || until === END_OF_TIME ? null : until,
    ended: model.ended,
    requests: model.requests.map(({ id }) => id),
    books: structuredClone(model.books),
    version: serving,
    readiness: readinessOf(model, serving, settings.policyOf(model.model)),
    features: Object.fromEntries([...model.features.entries()].sort(([a], [b]) => (a < b ? -1 : 1))),
    panes: model.panes,
  });
}

function readinessOf(model: ModelState, serving: string, policy: Policy): string {
  const watch = model.versions.get(serving)?.watch;
  const { rangeUnits, warmUpUnits } = policy.retraining;
  if (!watch) {
    if (model.began === null) return 'no closed pane yet';
    const until = model.closed.outcome;
    const first = Math.ceil(model.began / policy.unit) * policy.unit + warmUpUnits * policy.unit;
    const units = until <= first || until === END_OF_TIME ? 0 : Math.floor((until - first) / policy.unit);
    return `collecting a reference: ${Math.min(units, rangeUnits)} of ${rangeUnits} units`;
  }
  const tracks = (['data', 'performance'] as const).map((name) => {
    const { ready, refusals } = calibrationOf(watch.reference, name, policy);
    const refused = refusals.map(({ stream, reason }) => ` (${stream}: ${reason})`).join('');
    return `${name} ${ready ? 'watched' : 'not ready'}${refused}`;
  });
  return tracks.join('; ');
}
