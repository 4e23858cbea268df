/** Versions that their applications put into service by themselves: how they come to a reference. */
import { periodOf } from '../../src/policy/batches.js';
import { PREDICTION_STREAM, type Reference } from '../../src/policy/reference.js';
import type { Policy } from '../../src/policy/policy.js';
import { DAY, firstUnitFrom, isUnitStart, unitStart } from '../../src/policy/units.js';
import { stableId } from '../../src/policy/stable-id.js';
import type { AwaitedReference, ReferenceRequestRecord } from '../../src/records/feed.js';
import type { ReferenceMirror } from '../../src/records/profile.js';
import { watchedGap, type FairnessSettings } from './fairness.js';
import { isInService, servingAt } from './lives.js';
import { BEFORE_TIME } from '../../src/stream/settings.js';
import { versionOf, type ModelState, type VersionState } from './model-state.js';
import { watchFrom } from './own-units.js';
import { hasWeightsOf, weightsSince } from './weights.js';

/** What is asked for at the end of a unit, on the outcomes' clock: the versions that have been in service long enough. */
export function askForReferences(
  model: ModelState,
  end: number,
  pane: number,
  policy: Policy,
  fairness?: FairnessSettings,
): ReferenceRequestRecord[] {
  if (!isUnitStart(policy, end)) return [];
  const versions = [...model.versions.values()];
  // A promotion brings its reference along; whether the application obeys it shows within a day.
  if (versions.some(({ promoted, from }) => promoted && from > end - DAY)) return [];
  const requests: ReferenceRequestRecord[] = [];
  for (const version of versions) {
    if (!needsReference(version, end) || !isInService(model, version, end, policy)) continue;
    const from = firstUnitOf(model, version, policy, end);
    if (unitsSince(version, from, end, policy) < policy.retraining.rangeUnits) continue;
    const id = stableId('own-reference', model.model, version.version, end);
    const effectiveFrom = end + policy.retraining.lead;
    version.asked = true;
    if (version.weights) version.weights.asked = weightsSince(version, end - 1);
    version.awaited = { id, effectiveFrom };
    requests.push({
      v: 1,
      kind: 'reference-request',
      id,
      model: model.model,
      version: version.version,
      requestedAt: end,
      from,
      to: end,
      pane,
      unit: policy.unit,
      minUnits: policy.retraining.rangeUnits,
      ...(policy.zoneOffset !== undefined && { zoneOffset: policy.zoneOffset }),
      effectiveFrom,
      ...(fairness && { gap: watchedGap(fairness) }),
    });
  }
  return requests;
}

/** It has none of its own, and no promotion brings one; or its answers are made with other weights than that one's. */
function needsReference(version: VersionState, end: number): boolean {
  const since = weightsSince(version, end - 1);
  if (since === BEFORE_TIME) return !version.promoted && !version.asked;
  const { watch, weights } = version;
  return weights?.asked !== since && !(watch && hasWeightsOf(version, watch.reference, end - 1));
}

/**
 * Where the version's reference begins: the model's start is not typical, a later version's is.
 * @param end event time: weights that change later are not known
 */
export function firstUnitOf(model: ModelState, version: VersionState, policy: Policy, end: number): number {
  // One that is made anew is of the newest days.
  if (version.refused) return firstUnitFrom(policy, version.days[0] ?? version.from);
  const since = weightsSince(version, end - 1);
  if (since !== BEFORE_TIME && since > version.from) return firstUnitFrom(policy, since);
  const isFirst = version.from === model.began;
  const warmUp = isFirst ? policy.retraining.warmUpUnits : 0;
  return firstUnitFrom(policy, version.from) + warmUp * policy.unit;
}

/** What has been asked for and has not come: whoever replays the past waits for it, as it decides what is held against what. */
export function awaitedReferences(model: ModelState): AwaitedReference[] {
  return [...model.versions.values()].flatMap(({ awaited }) => awaited ?? []);
}

/** Units with predictions; a model that rests at weekends is ready later. A week with a batch counts whole, where one comes each week. */
export function unitsSince(
  version: VersionState,
  from: number,
  end: number,
  { unit, zoneOffset, cadence }: Policy,
): number {
  const days = version.days.filter((own) => own >= from && own < end);
  if (cadence !== 'weekly') return new Set(days.map((own) => unitStart({ unit, zoneOffset }, own))).size;
  const period = periodOf(cadence);
  const weeks = new Set(days.map((own) => Math.floor((own - from) / period)));
  return Math.min((end - from) / unit, (weeks.size * period) / unit);
}

/** A reference of its own has come. Where it came late, units that are already decided stay so. */
export function takeOwnReference(
  model: ModelState,
  { reference }: ReferenceMirror,
  effectiveFrom: number,
  policy: Policy,
): void {
  const version = versionOf(model, reference.version, effectiveFrom);
  if (version.awaited?.id === reference.id) version.awaited = null;
  if (version.promoted && version.weights?.asked == null) return;
  const from = Math.max(effectiveFrom, model.closed.prediction, model.closed.outcome);
  watchFrom(version, reference, from, policy);
}

/**
 * A version that has just been seen for the first time is held against its predecessor's reference until it has its own:
 * the inputs are the same, and it should not be worse. Its answers may be distributed otherwise.
 */
export function inheritReference(
  model: ModelState,
  version: VersionState,
  start: number,
  policy: Policy,
): void {
  if (version.watch || version.promoted) return;
  const before = model.versions.get(servingAt(model, start));
  if (!before?.watch || before === version) return;
  const { reference } = before.watch;
  const streams = (data: Reference['data']) => data.filter(({ stream }) => stream !== PREDICTION_STREAM);
  const bins = Object.fromEntries(
    Object.entries(reference.bins).filter(([stream]) => stream !== PREDICTION_STREAM),
  );
  const inherited: Reference = {
    ...reference,
    id: stableId('inherited', reference.id, version.version),
    version: version.version,
    bins,
    data: streams(reference.data),
    // Learned from the other version's answers.
    estimator: null,
    ...(reference.fast && { fast: { ...reference.fast, data: withoutAnswers(reference.fast.data) } }),
  };
  watchFrom(version, inherited, start, policy, true);
}

type FastData = NonNullable<Reference['fast']>['data'];

function withoutAnswers(fast: FastData): FastData {
  if (!fast) return null;
  const kept = fast.streams.map(({ stream }) => stream !== PREDICTION_STREAM);
  return {
    ...fast,
    streams: fast.streams.filter((_, i) => kept[i]),
    weights: fast.weights.filter((_, i) => kept[i]),
  };
}
