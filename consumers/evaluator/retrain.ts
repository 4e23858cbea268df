import { DAY, firstUnitFrom, isUnitStart, unitStart } from '../../src/policy/units.js';
import { stableId } from '../../src/policy/stable-id.js';
import type { Policy } from '../../src/policy/policy.js';
import type { OffsetCover, RetrainingRecord } from '../../src/records/feed.js';
import { watchedGap, type FairnessSettings } from './fairness.js';
import { servingAt } from './lives.js';
import { widen } from './take-in.js';
import type { ModelState } from './model-state.js';

const MAX_COMMANDS_KEPT = 16;

/**
 * Decides retraining, on the outcomes' clock, at the end of a moment: the first training when the reference is complete,
 * an alert that hurts, or a person's wish. What it looks at is what had fired by `end` in event time, so the answer does
 * not depend on how far the predictions' clock is ahead.
 */
export function decideRetraining(
  model: ModelState,
  end: number,
  policy: Policy,
  fairness?: FairnessSettings,
): RetrainingRecord | null {
  if (!policy.retraining.enabled || model.task === null || model.began === null) return null;
  // A score is trained with the model that weighs it.
  if (policy.component) return null;
  // Nothing here learns to order a list. Who asks for it all the same is refused where commands come in.
  if (model.task === 'ranking') return null;
  const cause = causeOf(model, end, policy);
  if (!cause) return null;
  const to = end;
  const from = rangeStart(to, policy);
  const champion = servingAt(model, end);
  const request: RetrainingRecord = {
    v: 1,
    kind: 'retraining',
    id: stableId('retraining', model.model, champion, cause.reason, cause.cause ?? '', end),
    model: model.model,
    task: model.task,
    champion,
    reason: cause.reason,
    cause: cause.cause,
    requestedAt: end,
    from,
    to,
    cover: coverBetween(model, from, to),
    effectiveFrom: end + policy.retraining.lead,
    ...(fairness && { gap: watchedGap(fairness) }),
    ...(policy.zoneOffset !== undefined && { zoneOffset: policy.zoneOffset }),
    ...(policy.unit !== DAY && { unit: policy.unit }),
  };
  model.requests.push(request);
  return request;
}

/** Of weeks, as many whole ones: a range that ends inside of a week begins with a whole one. */
function rangeStart(to: number, policy: Policy): number {
  const from = to - policy.retraining.rangeUnits * policy.unit;
  return policy.unit > DAY ? unitStart(policy, from) : from;
}

function causeOf(
  model: ModelState,
  end: number,
  policy: Policy,
): Pick<RetrainingRecord, 'reason' | 'cause'> | null {
  const command = model.commands.shift();
  if (command) {
    model.commands.length = Math.min(model.commands.length, MAX_COMMANDS_KEPT);
    return { reason: 'command', cause: command.id };
  }
  const { unit, retraining } = policy;
  const last = model.requests.at(-1);
  if (!last) {
    const first = firstUnitFrom(policy, model.began ?? 0) + retraining.warmUpUnits * unit;
    return isUnitStart(policy, end) && end - first >= retraining.rangeUnits * unit
      ? { reason: 'initial', cause: null }
      : null;
  }
  if (end - last.requestedAt < retraining.cooldownUnits * unit) return null;
  const asked = new Set(model.requests.map(({ cause }) => cause));
  // Drift that hurts retrains; drift of inputs that costs nothing is shown. Whether a gap between groups comes from the model
  // or from the world, people decide: a training on the rows of the gap would learn it.
  const alert = model.alerts.find(
    (a) =>
      a.firedAt <= end &&
      a.track === 'performance' &&
      a.change !== 'fairness' &&
      !asked.has(a.id) &&
      (a.resolvedAt === null || a.resolvedAt > end - unit),
  );
  return alert ? { reason: 'alert', cause: alert.id } : null;
}

/** Only panes that are closed on both sides: their covers do not change any more. */
function coverBetween(model: ModelState, from: number, to: number) {
  const cover: { predictions: Record<string, [number, number]>; outcomes: Record<string, [number, number]> } =
    { predictions: {}, outcomes: {} };
  for (const [start, pane] of model.covers) {
    if (start < from || start >= to) continue;
    for (const [partition, range] of Object.entries(pane.predictions))
      widen(cover.predictions, partition, range);
    for (const [partition, range] of Object.entries(pane.outcomes)) widen(cover.outcomes, partition, range);
  }
  return cover as { predictions: OffsetCover; outcomes: OffsetCover };
}

/** Covers older than any request can reach are forgotten. */
export function forgetCovers(model: ModelState, end: number, policy: Policy): void {
  const oldest = end - (policy.retraining.rangeUnits + 1) * policy.unit;
  for (const start of model.covers.keys()) if (start < oldest) model.covers.delete(start);
}
